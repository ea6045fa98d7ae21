import type { AppError, ErrorDetails } from '../../domain/errors.js';
import { BACKUP_SENTENCES } from './backup-sentences.js';

const SENTENCES: Readonly<Record<string, (details: ErrorDetails) => string>> = {
  'DB.DOWN': ({ server, reason }) =>
    `The database does not answer${at(server)} (${String(reason)}). Start MariaDB, or correct host and port in DATABASE_URL.`,
  'DB.ACCESS_DENIED': ({ server, reason }) =>
    `The database${at(server)} refuses the user or the password of DATABASE_URL (${String(reason)}). Correct them, or allow this user from this machine.`,
  'DB.UNKNOWN': ({ server, database, reason }) =>
    `The server${at(server)} has no database ${named(database)}, or the user may not use it (${String(reason)}). Create it and grant the rights, or correct DATABASE_URL.`,
  'DISK.FULL': ({ reason }) =>
    `The disk is full (${String(reason)}). Free some space where MariaDB keeps its data and in DATA_DIR; nothing written is lost.`,
  'SCHEMA.OLDER': ({ count, names }) =>
    `The database is older than this program: ${String(count)} migrations are missing (${String(names)}). Make a backup, run \`evosync migrate\`, then start again.`,
  'SCHEMA.NEWER': ({ count, names }) =>
    `The database is newer than this program: it holds ${String(count)} migrations nobody here knows (${String(names)}). Install the version of EvoSync that made them, or restore the backup from before that upgrade.`,
  'CLOCK.SKEW': ({ seconds, isAhead }) =>
    `The database's clock is ${String(seconds)} s ${isAhead === true ? 'ahead of' : 'behind'} this machine's. Switch time synchronisation on (\`timedatectl set-ntp true\`) on both.`,
  'TEMPORAL.DOWN': ({ server }) => `Temporal does not answer${at(server)}. Start it, or correct TEMPORAL_ADDRESS.`,
  'TEMPORAL.NAMESPACE_UNKNOWN': ({ server, namespace }) =>
    `Temporal${at(server)} has no namespace ${named(namespace)}. Create it (\`temporal operator namespace create\`), or correct TEMPORAL_NAMESPACE.`,
  'PORT.TAKEN': ({ port }) =>
    `Port ${String(port)} is taken by another program. End it, or set PORT to another number.`,
  'PORT.FORBIDDEN': ({ port }) =>
    `This user may not listen on port ${String(port)}. Set PORT to a number above 1023 and let nginx take the public one.`,
};

const at = (server: unknown): string => (typeof server === 'string' ? ` at ${server}` : '');
const named = (name: unknown): string => (typeof name === 'string' ? `«${name}»` : 'of that name');

/** What an operator reads on the terminal and in the log of a start; `null` when the code says enough for a page only. */
export function operatorSentence({ code, details }: AppError): string | null {
  return (SENTENCES[code] ?? BACKUP_SENTENCES[code])?.(details) ?? null;
}
