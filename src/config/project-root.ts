import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigError } from './config-error.js';

/**
 * The folder of our `package.json`, looked for upwards from `from`. Right both for sources run as they are
 * (`src/config/…`) and for the built program (`dist/src/config/…`), whatever the working directory.
 */
export function findProjectRoot(from: string = import.meta.url): string {
  let folder = dirname(fileURLToPath(from));
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder);
    if (parent === folder) throw new ConfigError('no package.json above the running program');
    folder = parent;
  }
  return folder;
}

/** Found once per process. */
export const projectRoot: string = findProjectRoot();
