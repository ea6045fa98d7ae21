import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { Worker } from '@temporalio/worker';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';
import { installRuntime } from '../support/pipeline-workers.js';
import { workflowBundle } from '../support/workflow-bundle.js';

const FOLDER = join(projectRoot, 'test', 'replay', 'histories');
const NAMES = readdirSync(FOLDER).map(file => file.replace('.json', ''));

const textOf = (name: string) => readFileSync(join(FOLDER, `${name}.json`), 'utf8');

/** Runs today's workflow code over a recorded history; answers what does not fit, if anything. */
async function replay(name: string, text: string): Promise<Error | undefined> {
  const history: unknown = historyFromJSON(JSON.parse(text));
  const options = { workflowBundle: await workflowBundle(), replayName: name };
  for await (const { error } of Worker.runReplayHistories(options, [{ workflowId: name, history }])) return error;
  throw new Error('nothing was replayed');
}

describe('workflow code over the histories of real runs', () => {
  before(installRuntime);

  it('has one of each kind of run', () => {
    expect(NAMES).to.include.members(['first-sync', 'unchanged', 'queued', 'parked', 'lost-create', 'replan-after']);
  });

  for (const name of NAMES)
    it(`goes the same way: ${name}`, async () => {
      expect(await replay(name, textOf(name))).to.equal(undefined);
    });

  it('would show a changed name of an activity', async () => {
    const changed = textOf('first-sync').replaceAll('"computeListings"', '"computeEverything"');
    expect(await replay('renamed', changed)).to.have.property('name', 'DeterminismViolationError');
  });

  it('would show a step in another place', async () => {
    const shifted = textOf('first-sync').replaceAll('"beginPlan"', '"finishPlan"');
    expect(await replay('shifted', shifted)).to.have.property('name', 'DeterminismViolationError');
  });

  it('is told nothing secret by them', () => {
    for (const name of NAMES) {
      const payloads = [...textOf(name).matchAll(/"data": "([A-Za-z0-9+/=]+)"/g)];
      const texts = payloads.map(([, data]) => Buffer.from(data ?? '', 'base64').toString('utf8'));
      expect(texts.length).to.be.greaterThan(3);
      expect(texts.filter(text => /-token\b/.test(text))).to.deep.equal([]);
    }
  });
});
