import { readdir } from 'node:fs/promises';

const FOLDER = new URL('../../migrations/', import.meta.url);

/** One step of the schema's history as it lies beside this program. */
export interface MigrationFile {
  /** Without its extension, so that a run from .ts and one from .js are the same migration. */
  readonly name: string;
  /** What `import()` takes. */
  readonly href: string;
}

/** All migrations this program knows, in their order. */
export async function migrationFiles(): Promise<readonly MigrationFile[]> {
  const files = (await readdir(FOLDER)).filter(name => /^\d{4}-.*\.(ts|js)$/.test(name) && !name.endsWith('.d.ts'));
  return files.sort().map(file => ({ name: file.replace(/\.(ts|js)$/, ''), href: new URL(file, FOLDER).href }));
}
