import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Keeps preview JPEGs as files, in the state folder or in a temporary one that goes with the process. */
export class PhotoStore {
  readonly #folder: string;
  readonly #temporary: boolean;
  /** Hashes of pictures whose pixels were read without a fault. */
  readonly decoded = new Set<string>();

  private constructor(folder: string, temporary: boolean) {
    this.#folder = folder;
    this.#temporary = temporary;
  }

  static async open(stateDir?: string): Promise<PhotoStore> {
    if (stateDir === undefined) return new PhotoStore(await mkdtemp(path.join(tmpdir(), 'sandbox-photos-')), true);
    const folder = path.join(stateDir, 'photos');
    await mkdir(folder, { recursive: true });
    return new PhotoStore(folder, false);
  }

  /** Writes a preview under `name` (letters, digits, dot, dash). */
  async put(name: string, jpeg: Buffer): Promise<void> {
    await writeFile(this.#pathOf(name), jpeg);
  }

  async get(name: string): Promise<Buffer | undefined> {
    try {
      return await readFile(this.#pathOf(name));
    } catch {
      return undefined;
    }
  }

  async close(): Promise<void> {
    if (this.#temporary) await rm(this.#folder, { recursive: true, force: true });
  }

  #pathOf(name: string): string {
    if (!/^[a-z0-9-]+\.jpg$/.test(name)) throw new RangeError('odd photo name');
    return path.join(this.#folder, name);
  }
}
