/** @typedef {{ name: string, seconds: number } & import('./run-stage.mjs').Counts} StageResult */

/**
 * A line per stage, then the sum as the very last line.
 * @param {readonly StageResult[]} results
 */
export function printSummary(results) {
  process.stdout.write('\n');
  for (const { name, seconds, passed, failed, skipped, note } of results) {
    const counts = `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
    process.stdout.write(
      `${failed ? '✗' : '✓'} ${name.padEnd(9)} ${counts} (${seconds.toFixed(1)} s)${note ? ` – ${note}` : ''}\n`,
    );
  }
  process.stdout.write(`${summaryLine(results)}\n`);
}

/** @param {readonly StageResult[]} results */
export function summaryLine(results) {
  const sum = (/** @type {(result: StageResult) => number} */ of) =>
    results.reduce((total, result) => total + of(result), 0);
  const failedBefore = results.length === 0 ? 1 : 0; // it never came to a stage
  return `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed) + failedBefore} failed`;
}
