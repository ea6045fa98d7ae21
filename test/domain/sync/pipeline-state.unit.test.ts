import { expect } from 'chai';
import type { JobId } from '../../../src/domain/brand.js';
import type { JobKind, QueuedJob, RunRequest } from '../../../temporal/contracts.js';
import { PipelineState } from '../../../workflows/pipeline-state.js';

const job = (id: number, kind: JobKind): QueuedJob => ({ jobId: id as JobId, kind, trigger: 'manual' });
const wish = (requestId: string, kind: JobKind = 'sync'): RunRequest => ({ requestId, kind, trigger: 'manual' });
const id = (value: number) => value as JobId;

describe('wishes that wait behind a run', () => {
  it('a waiting preview is no candidate for a run that was asked for', () => {
    const state = new PipelineState('first');
    state.current = job(1, 'sync');
    state.queued = [job(2, 'preview'), job(3, 'sync')];
    expect(state.candidates('sync')).to.deep.equal([1, 3]);
    expect(state.candidates('preview')).to.deep.equal([2]);
    expect(state.candidates('undo')).to.deep.equal([]);
  });

  it('each kind has its turn, in the order asked', () => {
    const state = new PipelineState('first');
    state.queued = [job(2, 'preview'), job(3, 'sync')];
    expect(state.advance()).to.deep.equal(job(2, 'preview'));
    expect(state.advance()).to.deep.equal(job(3, 'sync'));
    expect(state.advance()).to.equal(null);
    expect(state.current).to.equal(null);
  });

  it('a wish that comes again is served by its own job', () => {
    const state = new PipelineState('first');
    state.begin(id(1), wish('first'));
    expect(state.answerRepeated(wish('first'))).to.deep.equal({ outcome: 'started', jobId: 1, refusedCode: null });
    expect(state.answerRepeated(wish('second'))).to.equal(null);
    expect(state.enqueue(id(2), wish('second'))).to.deep.equal({ outcome: 'queued', jobId: 2, refusedCode: null });
    expect(state.answerRepeated(wish('second'))).to.deep.equal({ outcome: 'queued', jobId: 2, refusedCode: null });
  });

  it('a job that is known waits once', () => {
    const state = new PipelineState('first');
    state.begin(id(1), wish('first'));
    state.enqueue(id(2), wish('second'));
    state.enqueue(id(2), wish('again'));
    state.enqueue(id(1), wish('third'));
    expect(state.queued.map(({ jobId }) => jobId)).to.deep.equal([2]);
  });

  it('says whether the job that serves is under way or waits', () => {
    const state = new PipelineState('first');
    state.begin(id(1), wish('first'));
    state.enqueue(id(2), wish('second'));
    expect(state.answerServed(id(1)).outcome).to.equal('joined');
    expect(state.answerServed(id(2)).outcome).to.equal('queued');
    // One that is over already has served the wish all the same.
    expect(state.answerServed(id(7)).outcome).to.equal('joined');
  });

  it('a wish that ends the wait for quiet has started its run; the next one joins it', () => {
    const state = new PipelineState('hint');
    expect(state.enqueue(id(5), wish('press'))).to.deep.equal({ outcome: 'started', jobId: 5, refusedCode: null });
    expect(state.answerServed(id(5)).outcome).to.equal('joined');
  });

  it('a first wish that was refused, or served before, gets that answer each time', () => {
    const refused = new PipelineState('first');
    refused.refusedCode = 'SYNC.PAUSED';
    expect(refused.answerRepeated(wish('first'))).to.deep.equal({
      outcome: 'started',
      jobId: null,
      refusedCode: 'SYNC.PAUSED',
    });
    expect(refused.answerRepeated(wish('other'))).to.equal(null);
    const served = new PipelineState('first');
    served.noteServed(id(9));
    expect(served.answerRepeated(wish('first'))).to.deep.equal({ outcome: 'joined', jobId: 9, refusedCode: null });
  });
});
