import { parseArgs } from 'node:util';
import type { Bench } from './bench.js';
import { cataloguePages } from './catalogue-pages.js';
import { firstSync } from './first-sync.js';
import { shown, type Line } from './line.js';
import { priceChanges } from './price-changes.js';
import { withServers } from './servers.js';
import { unchanged } from './unchanged.js';
import { whale } from './whale.js';

/**
 * `npm run bench -- [--only NAME[,NAME]] [--goods N]`: figures with their targets, and one line of JSON. Counts and
 * ratios decide; exit code 1 when one misses its target. What each measures: `bench/README.md`.
 */
const BENCHES: readonly Bench[] = [firstSync, priceChanges, unchanged, whale, cataloguePages];

const { values, positionals } = parseArgs({
  options: { only: { type: 'string' }, goods: { type: 'string' } },
  allowPositionals: true,
});
const names = values.only?.split(',') ?? ['first-sync'];
const stranger = names.find(name => !BENCHES.some(bench => bench.name === name));
if (stranger !== undefined)
  throw new Error(`there is no bench ${stranger}; choose from ${BENCHES.map(({ name }) => name).join(', ')}`);
const goods = values.goods ?? positionals[0];

const endServers = await withServers();
try {
  const all: Record<string, Record<string, number>> = {};
  let isMet = true;
  for (const bench of BENCHES.filter(({ name }) => names.includes(name))) {
    const size = goods === undefined ? bench.goods : Number(goods);
    process.stdout.write(`${bench.name}: ${bench.what}, ${size} goods\n`);
    const lines: readonly Line[] = await bench.measure(size);
    for (const line of lines) process.stdout.write(`${shown(line)}\n`);
    all[bench.name] = Object.fromEntries(lines.map(({ figure, value }) => [figure, value]));
    isMet &&= lines.every(line => line.isMet);
  }
  process.stdout.write(`${JSON.stringify(all)}\n`);
  process.exitCode = isMet ? 0 : 1;
} finally {
  await endServers();
}
