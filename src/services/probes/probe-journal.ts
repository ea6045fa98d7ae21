import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';

const entries = z.object({
  items: z.array(z.number().int()),
  albums: z.array(z.number().int()),
  photos: z.number().int().default(0),
  /** Titles of albums whose answer was lost: they may be there, under a number nobody told. */
  lostAlbums: z.array(z.string()).default([]),
});
type Entries = z.infer<typeof entries>;

/** What a probe has made in one community, on disk before anything else happens, so that a second run finds it. */
export interface ProbeJournal {
  read(): Promise<Entries>;
  note(made: {
    readonly item?: number;
    readonly album?: number;
    readonly photo?: true;
    readonly lostAlbum?: string;
  }): Promise<void>;
  /** Keeps what is left over; nothing left = no file. */
  keep(left: { readonly items: readonly number[]; readonly albums: readonly number[] }): Promise<void>;
}

/** The journal of one community below `DATA_DIR/probes`. It holds ids and nothing else. */
export function probeJournal(dataDir: string, groupId: number): ProbeJournal {
  const folder = join(dataDir, 'probes');
  const file = join(folder, `vk-${groupId}.json`);

  async function read(): Promise<Entries> {
    const text = await readFile(file, 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{"items":[],"albums":[]}';
      throw error;
    });
    return entries.parse(JSON.parse(text));
  }

  async function write(made: Entries): Promise<void> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(`${file}.new`, JSON.stringify(made), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }

  return {
    read,
    async note({ item, album, photo, lostAlbum }) {
      const { items, albums, photos, lostAlbums } = await read();
      await write({
        items: item === undefined ? items : [...items, item],
        albums: album === undefined ? albums : [...albums, album],
        photos: photos + (photo === true ? 1 : 0),
        lostAlbums: lostAlbum === undefined ? lostAlbums : [...lostAlbums, lostAlbum],
      });
    },
    async keep({ items, albums }) {
      if (items.length + albums.length === 0) await rm(file, { force: true });
      else await write({ items: [...items], albums: [...albums], photos: 0, lostAlbums: [] });
    },
  };
}
