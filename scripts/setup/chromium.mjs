import { existsSync } from 'node:fs';
import { hasApt, installDebianPackages, isRoot } from './debian-packages.mjs';
import { findExecutable, isExecutable } from './process/find-executable.mjs';
import { SetupError } from './setup-error.mjs';
import { step, toStderr } from './progress.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_APPLICATION = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/**
 * Finds a browser for the tests or gets it: `CHROMIUM`, PATH, `apt-get install` as root.
 * @param {import('./progress.mjs').Log} [log]
 * @returns {Promise<string>} path of the program
 */
export async function findChromium(log = toStderr) {
  const chosen = process.env['CHROMIUM'];
  if (chosen) {
    if (isExecutable(chosen)) return chosen;
    throw new SetupError(
      'chromium.bad_choice',
      `CHROMIUM is ${chosen}, which is not a program.`,
      'Correct or unset CHROMIUM.',
    );
  }
  const found = findExecutable(NAMES) ?? (existsSync(MAC_APPLICATION) ? MAC_APPLICATION : undefined);
  if (found) return found;
  const why = await install(log);
  const installed = findExecutable(NAMES);
  if (installed) return installed;
  throw new SetupError(
    'chromium.not_found',
    `There is no Chromium on this machine for the browser tests, and it could not be installed (${why}).`,
    'Install it (Debian/Ubuntu: `apt-get install chromium`) or point CHROMIUM at a Chromium or Chrome.',
  );
}

/** @param {import('./progress.mjs').Log} log */
async function install(log) {
  if (!hasApt() || !isRoot()) return 'apt-get install needs Debian and root';
  try {
    await step(log, 'Chromium: installing the Debian package (100 MB)', () => installDebianPackages(['chromium'], log));
    return 'the package brought no browser';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
