import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOwnProcess } from '../chaos/servers/own-process.js';
import { POLLING } from '../test/support/drill-worker.js';
import { startPipelineEnv } from '../test/support/pipeline-env.js';
import { workflowBundle } from '../test/support/workflow-bundle.js';
import type { Bench } from './bench.js';
import { fillShop } from './fill-shop.js';
import { historySize } from './history-size.js';
import { atMost, told, type Line } from './line.js';

const MEGABYTE = 1024 * 1024;

/** What the biggest catalogue VK takes leaves in Temporal, and what it needs of a worker. */
export const whale: Bench = {
  name: 'whale',
  what: 'the first sync of the biggest shop, by a worker in a process of its own',
  goods: 15_000,
  measure,
};

async function measure(goods: number): Promise<readonly Line[]> {
  const env = await startPipelineEnv({ workers: false });
  const folder = mkdtempSync(join(tmpdir(), 'evosync-bench-'));
  const { codePath } = await workflowBundle();
  const worker = await startOwnProcess({
    script: ['bench/worker.ts', codePath],
    env: env.environment,
    logFile: join(folder, 'worker.log'),
    ready: new RegExp(POLLING),
  });
  try {
    const merchant = await fillShop(env, goods);
    const first = await historySize(env.temporal, merchant.workflowId);
    await merchant.run('sync');
    const peak = peakMegabytes(worker.pid);
    const all = await historySize(env.temporal, merchant.workflowId);
    return [
      told('workflow runs of the first sync', first.runs),
      told('history of the whole first sync, MB', first.totalBytes / MEGABYTE),
      atMost('history of the largest workflow run, MB', all.largestRunBytes / MEGABYTE, 4),
      atMost('largest event, KB', all.largestEventBytes / 1024, 256),
      told('history of an unchanged run, MB', (all.totalBytes - first.totalBytes) / MEGABYTE),
      atMost('resident memory of the worker at its peak, MB', peak, 512),
    ];
  } finally {
    await worker.end();
    rmSync(folder, { recursive: true, force: true });
    await env.close();
  }
}

/** Linux keeps the highest resident size of a process. */
function peakMegabytes(pid: number): number {
  const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  if (kilobytes === undefined) throw new Error('the resident memory of a process is known on Linux only');
  return Number(kilobytes) / 1024;
}
