import type { Result } from './play-scenario.js';

const COLUMNS: readonly (readonly [string, (result: Result) => string])[] = [
  ['scenario', ({ scenario }) => scenario],
  ['seed', ({ seed }) => String(seed)],
  ['operations', ({ operations }) => String(operations)],
  ['VK calls', ({ vkCalls }) => String(vkCalls)],
  ['twins', ({ twins }) => String(twins)],
  ['wrong', ({ wrong }) => String(wrong)],
  ['lost', ({ lost }) => String(lost)],
  ['unrelated changed', ({ foreignChanged }) => String(foreignChanged)],
  [
    'converged',
    ({ secondsToConverge }) => (secondsToConverge === null ? 'never' : `${secondsToConverge.toFixed(1)} s`),
  ],
];

/** Nothing doubled, wrong, lost or touched, every claim held, and it came to rest. */
export function isGood(result: Result): boolean {
  return result.complaints.length === 0 && result.secondsToConverge !== null;
}

/** The result table, with a sentence below it for everything that is not as it should be. */
export function resultTable(results: readonly Result[]): string {
  const rows = [COLUMNS.map(([title]) => title), ...results.map(result => COLUMNS.map(([, cell]) => cell(result)))];
  const widths = COLUMNS.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  const lines = rows.map((row, index) => {
    const mark = index === 0 ? ' ' : isGood(results[index - 1] as Result) ? '✓' : '✗';
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    return `${mark} ${cells.join('  ')}`;
  });
  const complaints = results.flatMap(({ scenario, complaints }) => complaints.map(text => `  ${scenario}: ${text}`));
  return [...lines, ...complaints].join('\n');
}
