import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify, isAlive } from './process/process-identity.mjs';
import { readRecord, writePrivateFile } from './private-file.mjs';

const PREFIX = 'evosync-throwaway-';

/**
 * A folder for servers that live no longer than this process. Those of killed processes are cleared away on the occasion.
 * @param {string} purpose
 */
export function makeThrowAwayFolder(purpose) {
  for (const name of readdirSync(tmpdir()).filter(entry => entry.startsWith(PREFIX)))
    removeIfOrphaned(join(tmpdir(), name));
  const folder = mkdtempSync(join(tmpdir(), `${PREFIX}${purpose}-`));
  writePrivateFile(join(folder, 'owner.json'), JSON.stringify(identify(process.pid)));
  return folder;
}

/** @param {string} folder */
function removeIfOrphaned(folder) {
  const stat = statSync(folder, { throwIfNoEntry: false });
  if (!stat || stat.uid !== process.getuid?.()) return;
  const owner = /** @type {import('./process/process-identity.mjs').ProcessIdentity | undefined} */ (
    readRecord(join(folder, 'owner.json'))
  );
  const isJustMade = !owner && Date.now() - stat.mtimeMs < 60_000;
  if (isJustMade || (owner && isAlive(owner))) return;
  rmSync(folder, { recursive: true, force: true });
}
