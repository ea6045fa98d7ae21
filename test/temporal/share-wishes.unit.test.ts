import { expect } from 'chai';
import type { JobId, UserId } from '../../src/domain/brand.js';
import type { RunAnswer, RunRequest } from '../../temporal/contracts.js';
import { shareWishes } from '../../temporal/share-wishes.js';

const user = 7 as UserId;
const wish = (requestId: string, change: Partial<RunRequest> = {}): RunRequest => ({
  requestId,
  kind: 'sync',
  trigger: 'manual',
  ...change,
});

describe('wishes that travel together', () => {
  interface Asked {
    readonly request: RunRequest;
    readonly answer: (answer: RunAnswer) => void;
    readonly fail: (error: Error) => void;
  }
  let asked: Asked[];
  let ask: ReturnType<typeof shareWishes>;
  const answered = (jobId: number, outcome: RunAnswer['outcome'] = 'started'): RunAnswer => ({
    outcome,
    jobId: jobId as JobId,
    refusedCode: null,
  });
  const settle = () => new Promise(resolve => setImmediate(resolve));

  beforeEach(() => {
    asked = [];
    ask = shareWishes(
      (_user, request) =>
        new Promise((resolve, reject) => {
          asked.push({ request, answer: resolve, fail: reject });
        }),
    );
  });

  it('fifty at once are two questions: the first, and one for all that came while it was asked', async () => {
    const answers = Array.from({ length: 50 }, (_, nth) => ask(user, wish(`w${nth}`)));
    expect(asked).to.have.length(1);
    asked[0]!.answer(answered(1));
    await answers[0];
    await settle();
    expect(asked).to.have.length(2);
    asked[1]!.answer(answered(2, 'queued'));
    expect((await Promise.all(answers)).map(({ jobId }) => jobId)).to.deep.equal([1, ...Array<number>(49).fill(2)]);
  });

  it('a wish never shares a question that was asked before it was made', async () => {
    const first = ask(user, wish('a'));
    const second = ask(user, wish('b'));
    asked[0]!.answer(answered(1));
    await first;
    await settle();
    const third = ask(user, wish('c'));
    expect(asked.map(({ request }) => request.requestId)).to.deep.equal(['a', 'b']);
    asked[1]!.answer(answered(2));
    await second;
    await settle();
    expect(asked.map(({ request }) => request.requestId)).to.deep.equal(['a', 'b', 'c']);
    asked[2]!.answer(answered(3));
    expect((await third).jobId).to.equal(3);
  });

  it('only one of those who share has started the run', async () => {
    const answers = ['a', 'b', 'c'].map(id => ask(user, wish(id)));
    asked[0]!.answer(answered(1));
    await answers[0];
    await settle();
    asked[1]!.answer(answered(2));
    expect((await Promise.all(answers)).map(({ outcome }) => outcome)).to.deep.equal(['started', 'started', 'joined']);
  });

  it('a question that fails fails those who share it, and the next wish asks anew', async () => {
    const first = ask(user, wish('a')).catch((error: unknown) => error);
    const second = ask(user, wish('b'));
    asked[0]!.fail(new Error('down'));
    expect(await first).to.have.property('message', 'down');
    await settle();
    asked[1]!.answer(answered(2));
    expect((await second).jobId).to.equal(2);
    await settle();
    void ask(user, wish('c'));
    expect(asked).to.have.length(3);
  });

  it('other merchants, other kinds, and wishes about a certain job go by themselves', () => {
    void ask(user, wish('a'));
    void ask(8 as UserId, wish('b'));
    void ask(user, wish('c', { kind: 'preview' }));
    void ask(user, wish('d', { sourceJobId: 5 as JobId, trigger: 'approval' }));
    void ask(user, wish('e', { kind: 'pilot', options: { pilotCount: 3 } }));
    expect(asked).to.have.length(5);
  });

  it('says when each was made', () => {
    const before = Date.now();
    void ask(user, wish('a'));
    expect(asked[0]!.request.askedAtMs).to.be.within(before, Date.now());
  });
});
