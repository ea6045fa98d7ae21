import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Deletes the letters to an address that the console mailer has kept, in both of their forms; answers how many. Without
 * such a folder there are none.
 */
export async function forgetLetters(folder: string, address: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let forgotten = 0;
  for (const name of names.filter(file => file.endsWith('.txt'))) {
    const path = join(folder, name);
    const [to = ''] = (await readFile(path, 'utf8')).split('\n', 1);
    if (to.toLowerCase() !== address.toLowerCase()) continue;
    await rm(path.replace(/\.txt$/, '.eml'), { force: true });
    await rm(path, { force: true });
    forgotten += 1;
  }
  return forgotten;
}
