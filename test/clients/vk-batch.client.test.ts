import { expect } from 'chai';
import type { BatchOutcome } from '../../src/clients/vk/client.js';
import type { BatchCall } from '../../src/clients/vk/types.js';
import type { VkAlbumId, VkItemId } from '../../src/domain/brand.js';
import { startScriptedServer } from './scripted-server.js';
import type { Answer, ScriptedServer, Seen } from './scripted-server.js';
import { contractFaults } from './vk-contract-check.js';
import { callsOf, playCalls } from './vk-script-player.js';
import type { CallAnswer, PlayedCall } from './vk-script-player.js';
import { setUpVk } from './vk-setup.js';
import type { VkSetup } from './vk-setup.js';

const edits = (count: number): BatchCall[] =>
  Array.from({ length: count }, (_, nth) => ({
    id: 1000 + nth,
    op: 'edit',
    itemId: (nth + 1) as VkItemId,
    fields: { hidden: false, stock: nth },
  }));
const done: CallAnswer = { result: 1 };
const short = ({ outcome }: BatchOutcome) => (outcome.outcome === 'api_error' ? outcome.code : outcome.outcome);
const itemOf = (call: PlayedCall) => Number(call.params['item_id']);

describe('VK batch', () => {
  let server: ScriptedServer;
  let setup: VkSetup;
  let from: number;

  before(async () => {
    server = await startScriptedServer();
  });
  after(() => server.close());
  beforeEach(() => {
    setup = setUpVk(server.url);
    from = server.seen.length;
  });
  afterEach(() => {
    expect(JSON.stringify(setup.log)).not.to.contain('SECRET');
    for (const seen of server.seen.slice(from)) expect(contractFaults(seen)).to.deep.equal([]);
    expect(setup.log).to.have.length(server.seen.length - from);
  });
  const sizes = () => server.seen.slice(from).map(seen => callsOf(seen).length);
  const play = (answer: (call: PlayedCall) => CallAnswer) => server.play(seen => playCalls(seen, answer));
  /** How often VK executed the edit of each item. */
  const timesSent = (item: number) =>
    server.seen
      .slice(from)
      .flatMap(callsOf)
      .filter(call => itemOf(call) === item).length;

  it('puts 25 to a script and sends a single one directly', async () => {
    play(() => done);
    const outcomes = await setup.vk.batch(edits(51));
    expect(sizes()).to.deep.equal([25, 25, 1]);
    expect(server.seen.at(-1)?.path).to.equal('/method/market.edit');
    expect(outcomes.map(({ id }) => id)).to.deep.equal(edits(51).map(({ id }) => id));
    expect(outcomes.every(outcome => short(outcome) === 'ok')).to.equal(true);
    expect(await setup.vk.batch([])).to.deep.equal([]);
  });

  it('mixes all repeatable writes', async () => {
    play(() => done);
    const itemId = 7 as VkItemId;
    const albumIds = [2 as VkAlbumId];
    const calls: BatchCall[] = [
      { id: 1, op: 'edit', itemId, fields: { hidden: true, name: 'Чай "</script>\u2028' } },
      { id: 2, op: 'delete', itemId },
      { id: 3, op: 'restore', itemId },
      { id: 4, op: 'addToAlbum', itemIds: [itemId], albumIds },
      { id: 5, op: 'removeFromAlbum', itemId, albumIds },
    ];
    expect((await setup.vk.batch(calls)).map(short)).to.deep.equal(['ok', 'ok', 'ok', 'ok', 'ok']);
    expect(setup.log[0]).to.include({ path: 'execute', outcome: 'ok' });
    expect(setup.log[0]?.requestBody).to.contain('API.market.restore');
  });

  it('pairs each failure with its call', async () => {
    play(call => (itemOf(call) % 3 === 0 ? { error: itemOf(call) === 3 ? 1403 : 1408 } : done));
    const outcomes = (await setup.vk.batch(edits(7))).map(short);
    expect(outcomes).to.deep.equal(['ok', 'ok', 'VK.ITEM_NOT_FOUND', 'ok', 'ok', 'VK.BAD_LINKS', 'ok']);
    expect(setup.log[0]?.responseBody).to.contain('1408');
  });

  it('repeats singly what cannot be paired, and nothing else', async () => {
    server.play(seen => {
      const answer = playCalls(seen, call => (itemOf(call) === 2 || itemOf(call) === 4 ? { error: 1403 } : done));
      if (!seen.path.endsWith('execute') || typeof answer === 'string') return answer;
      const json = answer.json as { execute_errors: object[] };
      return { json: { ...json, execute_errors: [...json.execute_errors, { method: 'market.edit', error_code: 8 }] } };
    });
    expect((await setup.vk.batch(edits(5))).map(short)).to.deep.equal([
      'ok',
      'VK.ITEM_NOT_FOUND',
      'ok',
      'VK.ITEM_NOT_FOUND',
      'ok',
    ]);
    expect(sizes()).to.deep.equal([5, 1, 1]);
    expect([1, 2, 3, 4, 5].map(timesSent)).to.deep.equal([1, 2, 1, 2, 1]);
  });

  it('halves a batch that VK cannot run, down to single calls', async () => {
    const isSingle = (seen: Seen) => !seen.path.endsWith('execute');
    server.play(seen =>
      isSingle(seen) ? playCalls(seen, () => done) : { json: { error: { error_code: 13, error_msg: 'x' } } },
    );
    expect((await setup.vk.batch(edits(5))).every(outcome => short(outcome) === 'ok')).to.equal(true);
    expect(sizes()).to.deep.equal([5, 3, 2, 1, 1, 1, 2, 1, 1]);
  });

  const murky: [string, Answer][] = [
    ['a lost answer', 'reset_mid_body'],
    ['HTML', { text: '<html></html>' }],
    ['error 10', { json: { error: { error_code: 10, error_msg: 'x' } } }],
    ['a reply that is no list of pairs', { json: { response: 1 } }],
  ];
  for (const [name, answer] of murky) {
    it(`sends the halves again after ${name}`, async () => {
      server.play((seen, nth) => (nth === 0 ? answer : playCalls(seen, () => done)));
      expect((await setup.vk.batch(edits(25))).every(outcome => short(outcome) === 'ok')).to.equal(true);
      expect(sizes()).to.deep.equal([25, 13, 12]);
    });
  }

  it('isolates the one call that VK never answers', async () => {
    server.play(seen => (callsOf(seen).some(call => itemOf(call) === 1) ? 'reset' : playCalls(seen, () => done)));
    const outcomes = (await setup.vk.batch(edits(25))).map(short);
    expect(outcomes).to.deep.equal(['unknown', ...Array<string>(24).fill('ok')]);
  });

  it('gives up on an outage after a few calls: what left is unknown, the rest not sent', async () => {
    server.play(() => 'reset');
    const outcomes = await setup.vk.batch(edits(50));
    expect(outcomes.slice(0, 25).every(outcome => short(outcome) === 'unknown')).to.equal(true);
    for (const { outcome } of outcomes.slice(25)) {
      expect(outcome).to.deep.equal({ outcome: 'not_sent', code: 'VK.UNAVAILABLE' });
    }
    expect(sizes()).to.have.length(7);
  });

  it('ends at once when called off', async () => {
    const stop = new AbortController();
    setup = setUpVk(server.url, stop.signal);
    server.play(seen => {
      stop.abort();
      return playCalls(seen, () => done);
    });
    const outcomes = await setup.vk.batch(edits(30));
    expect(sizes()).to.deep.equal([25]);
    expect(outcomes.slice(0, 25).every(outcome => short(outcome) === 'unknown')).to.equal(true);
    expect(outcomes[29]?.outcome).to.deep.equal({ outcome: 'not_sent', code: 'aborted' });
  });

  for (const code of [9, 14, 29, 601, 5, 1438]) {
    it(`sends nothing more after ${code} inside, but keeps every result there is`, async () => {
      play(call => (itemOf(call) === 3 ? { error: code } : done));
      const outcomes = await setup.vk.batch(edits(30));
      expect(sizes()).to.deep.equal([25]);
      expect(
        outcomes
          .slice(0, 25)
          .map(short)
          .filter(word => word === 'ok'),
      ).to.have.length(24);
      expect(outcomes[2]?.outcome).to.include({ outcome: 'api_error', vkCode: code, method: 'market.edit' });
      const code2 = outcomes[2]?.outcome.outcome === 'api_error' ? outcomes[2].outcome.code : '';
      for (const { outcome } of outcomes.slice(25)) expect(outcome).to.deep.equal({ outcome: 'not_sent', code: code2 });
    });
  }

  it('refuses all calls of a script that was refused as a whole', async () => {
    server.play(() => ({ json: { error: { error_code: 9, error_msg: 'Flood control' } } }));
    const outcomes = await setup.vk.batch(edits(26));
    expect(outcomes.slice(0, 25).every(outcome => short(outcome) === 'VK.FLOOD')).to.equal(true);
    expect(short(outcomes[25] ?? { id: 0, outcome: { outcome: 'unknown', cause: '' } })).to.equal('not_sent');
  });

  it('never calls a call “not sent” that an unclear try may have carried', async () => {
    server.play((seen, nth) => {
      if (nth === 0) return 'reset';
      return playCalls(seen, call => (itemOf(call) === 1 ? { error: 14 } : done));
    });
    const outcomes = (await setup.vk.batch(edits(4))).map(short);
    expect(outcomes).to.deep.equal(['VK.CAPTCHA', 'ok', 'unknown', 'unknown']);
  });

  it('sends again, after a rest, what was too fast inside a script', async () => {
    let first = true;
    server.play(seen => {
      const answer = playCalls(seen, call => (first && itemOf(call) > 3 ? { error: 6 } : done));
      first = false;
      return answer;
    });
    expect((await setup.vk.batch(edits(5))).every(outcome => short(outcome) === 'ok')).to.equal(true);
    expect(sizes()).to.deep.equal([5, 2]);
    expect(setup.penalties[0]).to.be.at.least(1000);
  });
});
