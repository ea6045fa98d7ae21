import { expect } from 'chai';
import { eventSizes, historyOf, textOf, type History } from '../support/histories.js';
import { startPipelineEnv, type PipelineEnv } from '../support/pipeline-env.js';
import type { FinishedJob, PipelineMerchant } from '../support/pipeline-merchant.js';

const EVENT_LIMIT = 256 * 1024;
const HISTORY_LIMIT = 4 * 1024 * 1024;

describe('the history of a run over three thousand goods', () => {
  let env: PipelineEnv;
  let grocery: PipelineMerchant;
  let job: FinishedJob;
  let history: History;

  before(async () => {
    env = await startPipelineEnv({ scenarios: ['grocery'] });
    grocery = await env.addMerchant({ id: 'grocery' });
    job = await grocery.run('preview');
    history = await historyOf(env.temporal, grocery.workflowId);
  });
  after(() => env.close());

  it('is one of a real plan', async () => {
    expect(await grocery.products()).to.have.length.greaterThan(2500);
    expect(job).to.include({ kind: 'preview', status: 'success' });
    expect(job.progress.total).to.be.greaterThan(2000);
  });

  it('has no event that Temporal would warn of', () => {
    const largest = eventSizes(history).reduce((a, b) => (b.bytes > a.bytes ? b : a));
    expect(largest.bytes, largest.type).to.be.lessThan(EVENT_LIMIT);
  });

  it('stays far from the size at which a run has to be cut', () => {
    const total = eventSizes(history).reduce((sum, { bytes }) => sum + bytes, 0);
    expect(total).to.be.lessThan(HISTORY_LIMIT);
    expect(history.events!.length).to.be.lessThan(1000);
  });

  it('is looked at with its payloads', () => {
    expect(textOf(history)).to.include(job.operations[0]!.key);
  });

  it('holds no token, nor does that of connecting', async () => {
    const connecting = await env.db.first<{ id: number }>('SELECT MAX(id) AS id FROM connection_attempts');
    const last = connecting?.id ?? 2;
    const texts = [history];
    for (const [service, attempt] of [
      ['evotor', last - 1],
      ['vk', last],
    ] as const)
      texts.push(await historyOf(env.temporal, `connect/${service}/${grocery.userId}/${attempt}`));
    for (const text of texts.map(textOf)) {
      expect(text.length).to.be.greaterThan(500);
      expect(text).to.not.match(/(evotor|vk)-grocery-[a-z]*-?token/);
    }
  });
});
