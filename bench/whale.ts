import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startOwnProcess } from '../chaos/servers/own-process.js';
import { build } from '../scripts/setup/build.mjs';
import { startPipelineEnv } from '../test/support/pipeline-env.js';
import { until } from '../test/support/until.js';
import type { Bench } from './bench.js';
import { historySize } from './history-size.js';
import { atMost, exactly, told, type Line } from './line.js';

const MEGABYTE = 1024 * 1024;
/** The most a worker takes; sizes and memory do not depend on VK's pace. */
const CALLS_PER_SECOND = 20;
/** A history is fetched whole at each look. */
const LOOK_EVERY_MS = 5000;
const PREVIEW_MS = 15 * 60_000;
/** A workflow run applies for ten minutes and then goes on as a new one. */
const FIRST_RUN_MS = 25 * 60_000;

/** What the biggest catalogue VK takes leaves in Temporal, and what it needs of a worker. */
export const whale: Bench = {
  name: 'whale',
  what: 'preview and first workflow run of the biggest shop, by a worker in a process of its own',
  goods: 15_000,
  measure,
};

async function measure(goods: number): Promise<readonly Line[]> {
  const env = await startPipelineEnv({ workers: false });
  const folder = mkdtempSync(join(tmpdir(), 'evosync-bench-'));
  // As `npm start` runs it; with TypeScript's loader inside, a process is a hundred megabytes bigger.
  await build();
  const worker = await startOwnProcess({
    script: ['dist/src/main/worker.js', '--without-schedules'],
    env: { ...env.environment, VK_CALLS_PER_SECOND: String(CALLS_PER_SECOND), LOG_LEVEL: 'info' },
    logFile: join(folder, 'worker.log'),
    ready: /worker is polling/,
  });
  try {
    const merchant = await env.addMerchant({ generate: { goods, groups: 20 } });
    await merchant.switch({ till: { pageSize: 1000, rate: { limit: 1_000_000 } } });
    const preview = await env.services.sync.preview(merchant.userId);
    const seen = await merchant.finished(preview.jobId, PREVIEW_MS);
    await merchant.pipelineEnd();
    const planned = await historySize(env.temporal, merchant.workflowId);
    const afterPreview = peakMegabytes(worker.pid);

    const first = await env.services.sync.runNow(merchant.userId);
    const isOver = async () => {
      await pause(LOOK_EVERY_MS);
      const { runs } = await historySize(env.temporal, merchant.workflowId);
      return runs > 2 || (await merchant.job(first.jobId)).finishedAt !== null;
    };
    await until('the first workflow run to be over', isOver, FIRST_RUN_MS);
    await env.services.sync.setPaused(merchant.userId, true);
    await merchant.finished(first.jobId, 120_000);
    const all = await historySize(env.temporal, merchant.workflowId);
    const { created } = (await merchant.job(first.jobId)).counters;
    return [
      exactly('operations of the preview', seen.operations.filter(({ kind }) => kind === 'create').length, goods),
      told('history of the preview, MB', planned.totalBytes / MEGABYTE),
      told('items the first workflow run made', created),
      atMost('history of the largest workflow run, MB', all.largestRunBytes / MEGABYTE, 4),
      atMost('largest event, KB', all.largestEventBytes / 1024, 256),
      told('memory of the worker after the preview, MB', afterPreview),
      atMost('memory of the worker at its peak, MB', peakMegabytes(worker.pid), 512),
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
