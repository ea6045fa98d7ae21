import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { withLock } from './process/process-lock.mjs';
import { explainSystemError } from './setup-error.mjs';

/** Where programs are kept that were fetched or built: per user, outside the checkout. `EVOSYNC_CACHE` overrides. */
export function cacheFolder() {
  const { EVOSYNC_CACHE, XDG_CACHE_HOME } = process.env;
  return EVOSYNC_CACHE || join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'evosync');
}

/**
 * Fills a cache entry in a draft folder and renames it when complete: an interrupted run leaves no half entry,
 * and of two runs at once the second waits for the first.
 * @param {string} entry full path of the entry
 * @param {{ log: import('./progress.mjs').Log, what: string, isGood: (folder: string) => Promise<boolean>,
 *   fill: (draft: string) => Promise<void> }} options
 */
export async function fillCacheEntry(entry, { log, what, isGood, fill }) {
  const parent = dirname(entry);
  try {
    mkdirSync(parent, { recursive: true });
    return await withLock(
      `${entry}.lock`,
      pid => log(`→ ${what}: another run (process ${pid}) is fetching it already; waiting for it…`),
      async () => {
        if (existsSync(entry) && (await isGood(entry))) return;
        removeDrafts(parent, basename(entry));
        const draft = mkdtempSync(`${entry}.draft-`);
        try {
          await fill(draft);
          rmSync(entry, { recursive: true, force: true });
          renameSync(draft, entry);
        } finally {
          rmSync(draft, { recursive: true, force: true });
        }
      },
    );
  } catch (error) {
    throw explainSystemError(error, `fetching ${what}`);
  }
}

/**
 * What a killed run left behind.
 * @param {string} parent
 * @param {string} name
 */
function removeDrafts(parent, name) {
  for (const left of readdirSync(parent).filter(file => file.startsWith(`${name}.draft-`))) {
    rmSync(join(parent, left), { recursive: true, force: true });
  }
}
