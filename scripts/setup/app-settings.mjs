import { existsSync } from 'node:fs';
import { isAbsolute } from 'node:path';
import { inProject } from './project-root.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * The few settings that decide how things are started; everything else the app reads and checks by itself.
 * @typedef {object} AppSettings
 * @property {string} dataDir
 * @property {number | undefined} port undefined if the person did not ask for one
 * @property {string | undefined} databaseUrl set: no embedded MariaDB
 * @property {string | undefined} temporalAddress set: no embedded Temporal
 * @property {string | undefined} temporalUiUrl
 */

/** Lets `.env` add to the environment; what is set already wins. */
export function loadDotEnv(file = inProject('.env')) {
  if (existsSync(file)) process.loadEnvFile(file);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} defaultDataDir relative to the project
 * @returns {AppSettings}
 */
export function readAppSettings(env, defaultDataDir = '.data') {
  const dataDir = env['DATA_DIR'] || defaultDataDir;
  return {
    dataDir: isAbsolute(dataDir) ? dataDir : inProject(dataDir),
    // A wrong one is for the app to complain about, together with all other settings.
    port: /^\d{1,5}$/.test(env['PORT'] ?? '') ? Number(env['PORT']) || undefined : undefined,
    databaseUrl: env['DATABASE_URL'] || undefined,
    temporalAddress: env['TEMPORAL_ADDRESS'] || undefined,
    temporalUiUrl: env['TEMPORAL_UI_URL'] || undefined,
  };
}

/**
 * @param {string} text
 * @param {string} name
 */
export function portNumber(text, name) {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new SetupError(
    'settings.port',
    `${name} is "${text}", which is not a port number.`,
    `Set ${name} to a number from 1 to 65535, or leave it out.`,
  );
}
