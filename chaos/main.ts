import { toStderr } from '../scripts/setup/progress.mjs';
import { LONG, SHORT, startChaosRun } from './play-all.js';
import { readChaosOptions } from './options.js';
import { isGood, resultTable } from './result-table.js';

/** What has to be undone at the end, however it comes. */
interface Life {
  defer(cleanUp: () => Promise<void> | void): void;
}

/** Plays the scenarios and prints the result table, or one JSON object; answers the exit code. */
export async function runChaos(life: Life, argv: readonly string[]): Promise<number> {
  const { seed, scenarios, isShort, isJson, isKept } = readChaosOptions(argv);
  toStderr(`→ ${scenarios.length} scenarios, seed ${seed}${isShort ? ', short form' : ''}`);
  const run = startChaosRun(scenarios, isShort ? SHORT : LONG, { seed, isKept });
  life.defer(async () => {
    await (await run.catch(() => undefined))?.close();
  });
  const results = (await run).results.map(async promise => {
    const result = await promise;
    toStderr(`${isGood(result) ? '✓' : '✗'} ${result.scenario} (${result.secondsToConverge ?? 'never'} s)`);
    for (const complaint of result.complaints) toStderr(`    ${complaint}`);
    return result;
  });
  const all = await Promise.all(results);
  const isAllGood = all.every(isGood);
  process.stdout.write(`${isJson ? JSON.stringify({ seed, ok: isAllGood, results: all }) : resultTable(all)}\n`);
  return isAllGood ? 0 : 1;
}
