import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';
import { POLLING } from '../support/drill-worker.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { FinishedJob, PipelineMerchant } from '../support/pipeline-merchant.js';
import { until } from '../support/until.js';
import { workflowBundle } from '../support/workflow-bundle.js';

const GOODS = 24;
/** Slow enough that the worker is exchanged in the middle of the runs. */
const CALLS_PER_SECOND = 20;

/**
 * The upgrade of docs/operations/upgrade-and-backup.md: a worker of one build begins runs, one of another build polls
 * beside it, the first is stopped as a supervisor stops it, and the second ends what was begun.
 */
describe('workers of two builds side by side', function () {
  this.timeout(90_000);
  let env: PipelineEnv;
  let folder: string;
  let merchants: readonly PipelineMerchant[];
  let jobs: readonly FinishedJob[];
  let exitCode: number | null;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'evosync-releases-'));
    env = await startPipelineEnv({ workers: false, vkCallsPerSecond: CALLS_PER_SECOND });
    const { codePath } = await workflowBundle();
    const previous = join(folder, 'bundle.js');
    writeFileSync(previous, `/* built another day */\n${readFileSync(codePath, 'utf8')}`);
    const worker = await previousWorker(previous);
    merchants = [await env.addMerchant(order()), await env.addMerchant(order())];
    const asked = await Promise.all(
      merchants.map(async merchant => ({ merchant, ...(await env.services.sync.runNow(merchant.userId)) })),
    );
    await until('the first items', async () => (await merchants[0]!.shop()).items.length >= 3);
    await env.workers.start();
    await until('half of the items, with both polling', async () => (await merchants[0]!.shop()).items.length >= 10);
    const gone = once(worker, 'exit');
    worker.kill('SIGTERM');
    [exitCode] = (await gone) as [number | null];
    jobs = await Promise.all(asked.map(({ merchant, jobId }) => merchant.finished(jobId, 60_000)));
  });
  after(async () => {
    await env.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function previousWorker(bundle: string): Promise<ChildProcess> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'test/support/previous-worker.ts'], {
      cwd: projectRoot,
      env: {
        ...process.env,
        ...env.environment,
        VK_CALLS_PER_SECOND: String(CALLS_PER_SECOND),
        PREVIOUS_BUNDLE: bundle,
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes(POLLING)) resolve();
      });
      child.once('exit', code => reject(new Error(`the worker ended with ${code}`)));
    });
    return child;
  }
  const order = () => ({ generate: { goods: GOODS, groups: 2 } });

  it('the stopped one comes to an operation boundary and ends well', () => {
    expect(exitCode).to.equal(0);
  });

  it('both have worked on the same runs', async () => {
    const identities = new Set<string>();
    for (const { workflowId } of merchants) {
      const { events } = await env.temporal.workflow.getHandle(workflowId).fetchHistory();
      for (const { activityTaskStartedEventAttributes: started } of events ?? [])
        if (started?.identity) identities.add(started.identity);
    }
    expect([...identities]).to.have.length.of.at.least(2);
  });

  it('every run ends as a success, with nothing failed and nothing left', () => {
    for (const job of jobs) {
      expect(job).to.include({ status: 'success' });
      expect(job.counters).to.include({ created: GOODS, failed: 0 });
      expect(job.operations.filter(({ state }) => state !== 'done')).to.deep.equal([]);
    }
  });

  it('nothing was done twice: VK was asked once for each good, and has each once', async () => {
    for (const merchant of merchants) {
      expect((await merchant.stats()).vkCallsByMethod['market.add']).to.equal(GOODS);
      const { items } = await merchant.shop();
      expect(items.map(({ sku }) => sku).sort()).to.deep.equal((await merchant.products()).map(({ id }) => id).sort());
    }
  });

  it('leaves nothing to do for the next run', async () => {
    for (const merchant of merchants) expect(await merchant.run()).to.include({ status: 'unchanged' });
  });
});
