import { expect } from 'chai';
import { restLines } from '../../src/cli/over-job.js';

describe('the rest of a parked job on the command line', () => {
  const resumeAt = new Date('2026-11-21T21:10:00Z');

  for (const kind of ['sync', 'disconnect'] as const)
    it(`of a ${kind} ends by itself`, () => {
      expect(restLines({ options: null, kind, status: 'parked', resumeAt })).to.deep.equal([
        'goes on by itself at 2026-11-21T21:10:00.000Z',
      ]);
    });

  for (const kind of ['undo', 'pilot', 'preview'] as const)
    it(`of a ${kind} ends only when somebody asks for it again`, () => {
      expect(restLines({ options: null, kind, status: 'parked', resumeAt })).to.deep.equal([
        'does not go on by itself: ask for it again after 2026-11-21T21:10:00.000Z',
      ]);
    });

  it('of a run of chosen goods ends only when somebody asks for it again', () => {
    for (const options of [{ onlyKeys: ['a'] }, { onlyFailed: true }] as const)
      expect(restLines({ options, kind: 'sync', status: 'parked', resumeAt })[0]).to.include('ask for it again');
  });

  it('is not told of a job that does not rest', () => {
    expect(restLines({ options: null, kind: 'undo', status: 'success', resumeAt: null })).to.deep.equal([]);
    expect(restLines({ options: null, kind: 'sync', status: 'failed', resumeAt })).to.deep.equal([]);
  });
});
