import { join } from 'node:path';
import { cacheFolder, fillCacheEntry } from '../cache-folder.mjs';
import { requireFreeSpace } from '../disk-space.mjs';
import { findExecutable } from '../process/find-executable.mjs';
import { step } from '../progress.mjs';
import { SetupError } from '../setup-error.mjs';
import { buildTemporal, pinnedCliVersion } from './build-temporal.mjs';
import { downloadTemporal } from './download-temporal.mjs';
import { inspectTemporal } from './temporal-program.mjs';

/** @typedef {import('./temporal-program.mjs').TemporalProgram} TemporalProgram */

const GO_FOLDERS = ['/usr/local/go/bin', '/usr/lib/go/bin', '/opt/homebrew/bin'];

/**
 * Finds the Temporal CLI or gets it: `TEMPORAL_CLI`, PATH, the cache, the vendor's download, a build with Go.
 * @param {import('../progress.mjs').Log} log
 * @param {readonly string[]} [goFolders] where Go is looked for besides PATH
 * @returns {Promise<TemporalProgram>}
 */
export async function findTemporal(log, goFolders = GO_FOLDERS) {
  if (process.env['TEMPORAL_CLI']) return chosen(process.env['TEMPORAL_CLI']);
  const version = pinnedCliVersion();
  const entry = join(cacheFolder(), `temporal-cli-${version}-${process.platform}-${process.arch}`);
  /** @type {string[]} */
  const reasons = [];
  for (const way of [onPath, cached, downloaded, built]) {
    const found = await way(entry, log, goFolders).catch(error => ({ why: asSentence(error, log) }));
    if ('path' in found) return found;
    if (found.why) reasons.push(found.why);
  }
  throw new SetupError(
    'temporal.not_found',
    `The Temporal server is not on this machine and could not be fetched (${reasons.join('; ')}).`,
    `Install Go 1.26 or newer (it is then built once, in about 4 minutes), point TEMPORAL_CLI at a Temporal CLI ${version}, ` +
      'or set TEMPORAL_ADDRESS to a server of your own.',
  );
}

/** @param {string} path */
async function chosen(path) {
  const found = await inspectTemporal(path);
  if ('path' in found) return found;
  throw new SetupError(
    'temporal.bad_choice',
    `TEMPORAL_CLI cannot be used: ${found.why}.`,
    'Correct or unset TEMPORAL_CLI.',
  );
}

async function onPath() {
  const path = findExecutable(['temporal']);
  return path ? inspectTemporal(path) : { why: 'not on PATH' };
}

/** @param {string} entry */
async function cached(entry) {
  const found = await inspectTemporal(join(entry, 'temporal'));
  return 'path' in found ? found : { why: '' };
}

/**
 * @param {string} entry
 * @param {import('../progress.mjs').Log} log
 */
async function downloaded(entry, log) {
  requireFreeSpace(cacheFolder(), 300, 'downloading Temporal');
  return fill(entry, log, 'Temporal: downloading the server (55 MB)', draft =>
    downloadTemporal(pinnedCliVersion(), draft),
  );
}

/**
 * @param {string} entry
 * @param {import('../progress.mjs').Log} log
 * @param {readonly string[]} goFolders
 */
async function built(entry, log, goFolders) {
  requireFreeSpace(cacheFolder(), 1500, 'building Temporal');
  return fill(entry, log, 'Temporal: building the server with Go (once, about 4 minutes)', draft =>
    buildTemporal(draft, log, goFolders),
  );
}

/**
 * @param {string} entry
 * @param {import('../progress.mjs').Log} log
 * @param {string} title
 * @param {(draft: string) => Promise<void>} get
 */
async function fill(entry, log, title, get) {
  const isGood = async (/** @type {string} */ folder) => 'path' in (await inspectTemporal(join(folder, 'temporal')));
  await fillCacheEntry(entry, { log, what: 'Temporal', isGood, fill: draft => step(log, title, () => get(draft)) });
  return inspectTemporal(join(entry, 'temporal'));
}

/**
 * @param {unknown} error
 * @param {import('../progress.mjs').Log} log
 */
function asSentence(error, log) {
  if (error instanceof SetupError && error.code.startsWith('disk.')) throw error;
  const message = error instanceof Error ? error.message : String(error);
  log(`  Temporal: ${message}; trying the next way`);
  return message;
}
