import { SetupError, explainOutput } from '../setup-error.mjs';

/** @param {string} output */
export function isPortTaken(output) {
  return /address already in use|can't set .*port|port.*already in use/i.test(output);
}

/** @param {string} output */
export function isBrokenFile(output) {
  return /database disk image is malformed|file is not a database|no such (table|column)/i.test(output);
}

/**
 * Why the server ended before it was ready, read from its log.
 * @param {string} output
 * @param {{ port: number, uiPort: number | undefined }} ports
 * @param {string} logFile
 * @returns {unknown}
 */
export function explainTemporalEnd(output, { port, uiPort }, logFile) {
  const known = explainOutput(output, 'starting Temporal');
  if (known) return known;
  if (isPortTaken(output)) {
    const which = uiPort === undefined ? `Port ${port} is` : `Port ${port} or ${uiPort} is`;
    return new SetupError(
      'temporal.port_taken',
      `${which} taken, so Temporal cannot listen on it.`,
      'End the other program or choose another port.',
    );
  }
  if (/database is locked|SQLITE_BUSY/i.test(output)) {
    const remedy = 'End the other EvoSync or set DATA_DIR to another folder.';
    return new SetupError('temporal.data_in_use', "Temporal's file is in use by another server.", remedy);
  }
  const last =
    output
      .trim()
      .split('\n')
      .filter(line => /error/i.test(line))
      .at(-1)
      ?.slice(0, 300) ?? 'it gave no reason';
  return new SetupError(
    'temporal.not_started',
    `Temporal did not start: ${last}.`,
    `Read ${logFile}, or set TEMPORAL_ADDRESS to a server of your own.`,
  );
}
