import { SetupError, explainOutput } from '../setup-error.mjs';

/**
 * Why mariadbd ended before it was ready, read from its log.
 * @param {string} output
 * @param {number} port
 * @param {string} logFile
 * @returns {unknown}
 */
export function explainMariadbEnd(output, port, logFile) {
  const known = explainOutput(output, 'starting MariaDB');
  if (known) return known;
  if (/address already in use/i.test(output)) {
    return new SetupError(
      'mariadb.port_taken',
      `Port ${port} is taken, so MariaDB cannot listen on it.`,
      'End the other program or choose another port.',
    );
  }
  if (/unable to lock|can't lock aria|errno: 11/i.test(output)) {
    return new SetupError(
      'mariadb.data_in_use',
      'The database files are in use by another MariaDB.',
      'End the other EvoSync or set DATA_DIR to another folder.',
    );
  }
  if (/upgrade after a crash|unsupported redo log|invalid flags|created with|downgrade/i.test(output)) {
    return new SetupError(
      'mariadb.other_version',
      'The database files were left by a crash of another MariaDB version, which this one cannot repair.',
      'Start once with that version (point MARIADBD at it) and stop it cleanly, or set DATA_DIR to another folder to start empty.',
    );
  }
  const last =
    output
      .split('\n')
      .filter(line => /error/i.test(line))
      .slice(-2)
      .join(' | ') || 'it gave no reason';
  return new SetupError(
    'mariadb.not_started',
    `MariaDB did not start: ${last}.`,
    `Read ${logFile}, or set DATABASE_URL to a server of your own.`,
  );
}
