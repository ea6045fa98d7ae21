import { existsSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';

/** Folders that are compiled to `dist/`, each to its own name there. */
export const SOURCE_FOLDERS = ['src', 'workflows', 'activities', 'temporal', 'migrations', 'sandbox'];

const NOT_FOR_DIST = [join('temporal', 'server') + sep];

/**
 * All files below a folder of the project, sorted; an absent folder has none.
 * @param {string} root
 * @param {string} folder
 */
export function filesBelow(root, folder) {
  const start = join(root, folder);
  if (!existsSync(start)) return [];
  return readdirSync(start, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** @param {string} file */
export function isTypescript(file) {
  return file.endsWith('.ts') && !file.endsWith('.d.ts');
}

/**
 * What goes into `dist/`: TypeScript to be compiled, and what lies beside it and is read at run time (JSON, views, styles).
 * @param {string} root
 */
export function sourceFiles(root) {
  const all = SOURCE_FOLDERS.flatMap(folder => filesBelow(root, folder));
  const code = all.filter(isTypescript);
  const isBeside = (/** @type {string} */ file) =>
    !/\.(ts|md)$/.test(file) && !NOT_FOR_DIST.some(folder => relative(root, file).startsWith(folder));
  return { code, beside: all.filter(isBeside) };
}
