import type { ErrorDetails } from '../../domain/errors.js';

/** What an operator reads when a backup or a restore does not work. */
export const BACKUP_SENTENCES: Readonly<Record<string, (details: ErrorDetails) => string>> = {
  'BACKUP.EXISTS': ({ file }) =>
    `${String(file)} is there already and was not touched. Give another name: a backup never takes the place of an older one.`,
  'BACKUP.NO_PROGRAM': ({ program }) =>
    `${String(program)} is not on this machine. Install the package mariadb-client, or point MARIADB_DUMP and MARIADB_CLIENT at its programs.`,
  'BACKUP.FAILED': ({ reason }) =>
    `There is no backup: ${String(reason)}. No half of a file was left; correct that and repeat.`,
  'BACKUP.NOT_FOUND': ({ file }) => `There is no file ${String(file)}.`,
  'BACKUP.BROKEN': ({ reason }) =>
    `The backup cannot be used: ${String(reason)}. Nothing was touched. Take another one, or copy this one again.`,
  'BACKUP.NEWER': ({ version, names }) =>
    `The backup is newer than this program (${String(names)}). Install EvoSync ${String(version)} first. Nothing was touched.`,
  'BACKUP.KEYS_MISSING': ({ count, keys }) =>
    `${String(count)} keys that its tokens need are not here (${String(keys)}). Put the TOKEN_ENCRYPTION_KEY of that time behind the present one, or add --without-keys: then those merchants connect anew. Nothing was touched.`,
  'RESTORE.NOT_EMPTY': () =>
    'The database is not empty. Make a backup of it first, then add --confirm: everything in it goes. Nothing was touched.',
  'RESTORE.IN_USE': ({ count }) =>
    `${String(count)} other connections use the database. Stop web and worker first. Nothing was touched.`,
  'RESTORE.FAILED': ({ reason }) =>
    `The restore broke off: ${String(reason)}. Nothing starts on this database until it is finished: correct that and run the same command with --confirm again.`,
};
