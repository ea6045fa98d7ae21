import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { projectRoot } from '../../src/config/project-root.js';
import { historyOf } from '../support/histories.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { PipelineMerchant } from '../support/pipeline-merchant.js';
import { until } from '../support/until.js';

/**
 * Records histories of real runs for the replay tests: `TEST_DATABASE_URL=… TEST_TEMPORAL_ADDRESS=… npx tsx
 * test/replay/record.ts` with the addresses of `node scripts/dev-servers.mjs`. Record anew only for workflow code whose
 * older runs cannot be under way any more; a change that has to live with them must replay what is here.
 */
const FOLDER = join(projectRoot, 'test', 'replay', 'histories');
const LARGEST = 300_000;

async function keep(env: PipelineEnv, name: string, workflowId: string, runId?: string): Promise<void> {
  const text = `${historyToJSON(await historyOf(env.temporal, workflowId, runId))}\n`;
  if (text.length > LARGEST) throw new Error(`${name} is ${text.length} characters long`);
  writeFileSync(join(FOLDER, `${name}.json`), text);
  process.stdout.write(`${name}: ${text.length} characters\n`);
}

/** A wish while a job is writing: the pipeline runs two jobs, one after the other. */
async function recordQueued(env: PipelineEnv, merchant: PipelineMerchant): Promise<void> {
  await env.faults({ vendor: 'vk', method: 'market.add', merchant: merchant.id, effect: { kind: 'delay', ms: 300 } });
  const { jobId } = await env.services.sync.runNow(merchant.userId);
  await until('the first write', async () => (await merchant.job(jobId)).phase === 'apply');
  await env.services.sync.runNow(merchant.userId);
  await merchant.pipelineEnd();
  await keep(env, 'queued', merchant.workflowId);
}

async function recordAll(): Promise<void> {
  mkdirSync(FOLDER, { recursive: true });
  const env = await startPipelineEnv({ applyBounds: { budgetMs: 90_000, maxOperations: 8 } });
  try {
    const plain = await env.addMerchant({ generate: { goods: 6, groups: 2 } });
    await plain.run();
    await keep(env, 'first-sync', plain.workflowId);
    await plain.run();
    await keep(env, 'unchanged', plain.workflowId);
    await plain.run('preview');
    await keep(env, 'preview', plain.workflowId);

    await recordQueued(env, await env.addMerchant({ generate: { goods: 8, groups: 1 } }));

    const lost = await env.addMerchant({ generate: { goods: 3 } });
    await env.faults({ vendor: 'vk', method: 'market.add', merchant: lost.id, nth: 2, effect: { kind: 'lostAnswer' } });
    await lost.run();
    await keep(env, 'lost-create', lost.workflowId);

    const parked = await env.addMerchant({ generate: { goods: 3 } });
    await env.faults({
      vendor: 'vk',
      method: 'market.add',
      merchant: parked.id,
      nth: 2,
      effect: { kind: 'apiError', code: 9 },
    });
    await parked.run();
    await keep(env, 'parked', parked.workflowId);

    const refused = await env.addMerchant({ generate: { goods: 1 } });
    await refused.switch({ till: { revoked: true } });
    await refused.run();
    await keep(env, 'failed', refused.workflowId);
  } finally {
    await env.close();
  }
  await recordReplan();
}

/** The apply window of ten minutes is over after each batch: the job goes on as a new run of the workflow. */
async function recordReplan(): Promise<void> {
  const env = await startPipelineEnv({
    applyBounds: { budgetMs: 90_000, maxOperations: 4 },
    alterActivities: activities => ({
      ...activities,
      applyBatch: async job => ({ ...(await activities.applyBatch(job)), spentMs: 600_000 }),
    }),
  });
  try {
    const merchant = await env.addMerchant({ generate: { goods: 6, groups: 1 } });
    await env.services.sync.runNow(merchant.userId);
    const { runId } = await env.temporal.workflow.getHandle(merchant.workflowId).describe();
    await merchant.pipelineEnd();
    await keep(env, 'replan-before', merchant.workflowId, runId);
    await keep(env, 'replan-after', merchant.workflowId);
  } finally {
    await env.close();
  }
}

await recordAll();
