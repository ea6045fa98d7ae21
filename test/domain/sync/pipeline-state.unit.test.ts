import { expect } from 'chai';
import type { JobId } from '../../../src/domain/brand.js';
import type { JobKind, QueuedJob } from '../../../temporal/contracts.js';
import { PipelineState } from '../../../workflows/pipeline-state.js';

const job = (id: number, kind: JobKind): QueuedJob => ({ jobId: id as JobId, kind, trigger: 'manual' });

describe('wishes that wait behind a run', () => {
  it('a waiting preview does not answer for a run that was asked for', () => {
    const state = new PipelineState('first');
    state.current = job(1, 'sync');
    state.tillIsRead = true;
    state.queued = [job(2, 'preview')];
    expect(state.canJoin('sync')).to.equal(false);
    expect(state.answerQueued('sync')).to.equal(null);
    expect(state.answerQueued('preview')).to.deep.equal({ outcome: 'queued', jobId: 2, refusedCode: null });
  });

  it('each kind has its turn, in the order asked', () => {
    const state = new PipelineState('first');
    state.queued = [job(2, 'preview'), job(3, 'sync')];
    state.tillIsRead = true;
    expect(state.advance()).to.deep.equal(job(2, 'preview'));
    expect(state.tillIsRead).to.equal(false);
    expect(state.advance()).to.deep.equal(job(3, 'sync'));
    expect(state.advance()).to.equal(null);
    expect(state.current).to.equal(null);
  });
});
