import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { emptyWorld, type World } from './world.js';

const SAVE_AFTER_MS = 250;
/** A save waits at least so many times as long as the last one took, so that a big world costs no more than a tenth. */
const REST_FACTOR = 10;

interface StoredState {
  world: World;
  clockOffsetMs: number;
}

/** Saves the world as one JSON file by writing beside it and renaming: 250 ms after a change, later when the world is big. */
export class StateFile {
  readonly #file: string;
  readonly #read: () => StoredState;
  #timer: NodeJS.Timeout | undefined;
  #saving: Promise<void> = Promise.resolve();
  #dirty = false;
  #tookMs = 0;

  constructor(stateDir: string, read: () => StoredState) {
    this.#file = path.join(stateDir, 'state.json');
    this.#read = read;
  }

  /** Asks for a save soon; many changes make one save. */
  touch(): void {
    this.#dirty = true;
    this.#timer ??= setTimeout(
      () => {
        this.#timer = undefined;
        this.flush().catch((error: unknown) => console.error('state not saved:', error));
      },
      Math.max(SAVE_AFTER_MS, this.#tookMs * REST_FACTOR),
    );
  }

  /** Saves now if anything changed, and waits for it. */
  flush(): Promise<void> {
    this.#saving = this.#saving.then(() => this.#save());
    return this.#saving;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.flush();
  }

  async #save(): Promise<void> {
    if (!this.#dirty) return;
    this.#dirty = false;
    const startedAt = performance.now();
    await mkdir(path.dirname(this.#file), { recursive: true });
    const beside = `${this.#file}.new`;
    await writeFile(beside, JSON.stringify(this.#read(), mapsOut), { mode: 0o600 });
    await rename(beside, this.#file);
    this.#tookMs = performance.now() - startedAt;
  }
}

/** The state of an earlier run, or undefined if there is none. */
export async function loadState(stateDir: string): Promise<StoredState | undefined> {
  let text: string;
  try {
    text = await readFile(path.join(stateDir, 'state.json'), 'utf8');
  } catch {
    return undefined;
  }
  const stored = JSON.parse(text, mapsIn) as StoredState;
  return { ...stored, world: { ...emptyWorld(), ...stored.world } };
}

function mapsOut(_key: string, value: unknown): unknown {
  return value instanceof Map ? { $map: [...value] } : value;
}

function mapsIn(_key: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null && '$map' in value)
    return new Map(value.$map as [unknown, unknown][]);
  return value;
}
