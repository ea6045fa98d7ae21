import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The first of these programs on PATH, or in the extra folders; undefined if there is none.
 * @param {readonly string[]} names
 * @param {readonly string[]} [extraFolders] e.g. `/usr/sbin`, which a plain user often lacks on PATH
 */
export function findExecutable(names, extraFolders = []) {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...extraFolders];
  return names.flatMap(name => folders.map(folder => join(folder, name))).find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
