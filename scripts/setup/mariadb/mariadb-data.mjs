import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { isRoot } from '../debian-packages.mjs';
import { readIfThere, readRecord, writePrivateFile } from '../private-file.mjs';
import { lastWords, runCommand } from '../process/run-command.mjs';
import { SetupError, explainOutput } from '../setup-error.mjs';
import { compareVersions } from './mariadb-program.mjs';

/** @param {string} folder */
export function mariadbFiles(folder) {
  return {
    data: join(folder, 'data'),
    draft: join(folder, 'data.draft'),
    tmp: join(folder, 'tmp'), // a starting server clears its folder of temporary tables: of nobody else's, please
    version: join(folder, 'server-version.json'),
    password: join(folder, 'password'),
    initSql: join(folder, 'init.sql'),
    log: join(folder, 'mariadbd.log'),
    pid: join(folder, 'mariadbd.pid'),
    socket: join(folder, 'mariadbd.sock'),
    lock: join(folder, 'owner.lock'),
  };
}

/**
 * Makes the data folder on the first start, complete or not at all, and refuses data of another or a newer server.
 * @param {import('./mariadb-program.mjs').MariadbProgram} program
 * @param {string} folder
 * @returns {Promise<string>} the password of the user `evosync`
 */
export async function prepareMariadbData(program, folder) {
  const files = mariadbFiles(folder);
  mkdirSync(files.tmp, { recursive: true, mode: 0o700 });
  if (existsSync(files.data)) refuseForeignData(program, folder);
  else await install(program, files);
  writePrivateFile(files.version, JSON.stringify({ server: 'MariaDB', version: program.version }));
  const password = readIfThere(files.password)?.trim() || randomBytes(24).toString('base64url');
  writePrivateFile(files.password, `${password}\n`);
  writePrivateFile(files.initSql, initSql(password));
  return password;
}

/**
 * @param {import('./mariadb-program.mjs').MariadbProgram} program
 * @param {string} folder
 */
function refuseForeignData(program, folder) {
  const made = /** @type {{ server?: string, version?: string } | undefined} */ (
    readRecord(mariadbFiles(folder).version)
  );
  const elsewhere = `Move ${folder} away (or set DATA_DIR to another folder) to start with an empty database`;
  if (made?.server !== 'MariaDB' || !made.version) {
    const sentence = `The database files in ${folder} were not made by EvoSync's MariaDB, so they are left alone.`;
    throw new SetupError('mariadb.foreign_data', sentence, `${elsewhere}.`);
  }
  if (compareVersions(made.version, program.version) > 0) {
    throw new SetupError(
      'mariadb.newer_data',
      `The database files in ${folder} were written by MariaDB ${made.version}, which the older ${program.version} found here cannot read.`,
      `Point MARIADBD at MariaDB ${made.version} or newer. ${elsewhere}.`,
    );
  }
}

/**
 * @param {import('./mariadb-program.mjs').MariadbProgram} program
 * @param {ReturnType<typeof mariadbFiles>} files
 */
async function install(program, files) {
  rmSync(files.draft, { recursive: true, force: true });
  const args = [
    '--no-defaults',
    `--basedir=${program.basedir}`,
    `--datadir=${files.draft}`,
    `--tmpdir=${files.tmp}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
    ...program.args,
    ...(isRoot() ? ['--user=root'] : []),
  ];
  const result = await runCommand(program.installDb, args, { env: program.env, timeoutSeconds: 120 });
  if (result.status !== 0) {
    const why = result.stdout + result.stderr;
    for (const made of [files.draft, files.tmp]) rmSync(made, { recursive: true, force: true });
    throw (
      explainOutput(why, 'making the database files') ??
      new SetupError(
        'mariadb.install_failed',
        `MariaDB ${program.version} could not make its data folder: ${lastWords(result)}.`,
        'See that DATA_DIR is on a local disk that can be written, or set DATABASE_URL to a server of your own.',
      )
    );
  }
  writePrivateFile(files.version, JSON.stringify({ server: 'MariaDB', version: program.version }));
  renameSync(files.draft, files.data);
}

/**
 * Run by the server at each start, before it takes connections: our user and database, and no root without a password.
 * @param {string} password made of letters that need no escape
 */
function initSql(password) {
  return `CREATE DATABASE IF NOT EXISTS evosync CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;
DELETE FROM mysql.global_priv WHERE User IN ('', 'root') AND Host <> 'localhost';
FLUSH PRIVILEGES;
ALTER USER root@localhost IDENTIFIED BY '${password}';
CREATE OR REPLACE USER evosync@'127.0.0.1' IDENTIFIED BY '${password}';
CREATE OR REPLACE USER evosync@localhost IDENTIFIED BY '${password}';
GRANT ALL PRIVILEGES ON \`evosync%\`.* TO evosync@'127.0.0.1';
GRANT ALL PRIVILEGES ON \`evosync%\`.* TO evosync@localhost;
`;
}
