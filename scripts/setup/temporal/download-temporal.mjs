import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { lastWords, runCommand } from '../process/run-command.mjs';

const PLATFORMS = /** @type {Record<string, string>} */ ({ linux: 'linux', darwin: 'darwin' });
const MACHINES = /** @type {Record<string, string>} */ ({ x64: 'amd64', arm64: 'arm64' });
const SILENCE_MS = 20_000;

/**
 * Fetches the vendor's own build. Gives up after 20 s of silence, so that an offline machine soon tries the next way.
 * @param {string} version e.g. `1.8.2`
 * @param {string} folder
 */
export async function downloadTemporal(version, folder) {
  const platform = PLATFORMS[process.platform];
  const machine = MACHINES[process.arch];
  if (!platform || !machine) throw new Error(`the vendor has no build for ${process.platform} on ${process.arch}`);
  const address = `https://temporal.download/cli/archive/v${version}?platform=${platform}&arch=${machine}`;
  const archive = join(folder, 'temporal.tar.gz');
  await fetchFile(address, archive);
  const unpacked = await runCommand('tar', ['-xzf', archive, '-C', folder, 'temporal'], { timeoutSeconds: 60 });
  if (unpacked.status !== 0) throw new Error(`the archive could not be unpacked: ${lastWords(unpacked)}`);
  await rm(archive, { force: true });
}

/**
 * @param {string} address
 * @param {string} file
 */
async function fetchFile(address, file) {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('the download site did not answer for 20 s'));
  let timer = setTimeout(abort, SILENCE_MS);
  try {
    const response = await fetch(address, { signal: controller.signal });
    if (!response.ok || !response.body) throw new Error(`the download site answered ${response.status}`);
    const body = Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (response.body));
    body.on('data', () => {
      clearTimeout(timer);
      timer = setTimeout(abort, SILENCE_MS);
    });
    await pipeline(body, createWriteStream(file), { signal: controller.signal });
  } catch (error) {
    throw controller.signal.aborted
      ? controller.signal.reason
      : new Error(`the download site cannot be reached: ${reasonOf(error)}`);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  const { cause, message } = /** @type {Error} */ (error);
  return cause instanceof Error ? cause.message : message;
}
