import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import type { Http } from '../../src/clients/http/http.js';
import type { FindingState } from '../../src/services/probes/finding.js';
import { reportLines, type ProbeReport } from '../../src/services/probes/report.js';
import { VK_QUESTIONS, type VkQuestionId } from '../../src/services/probes/vk/questions.js';
import { startVkProbeEnv, type VkProbeEnv } from './vk-probe-env.js';

type Expected = readonly [FindingState, RegExp];

interface VkWorld {
  readonly name: string;
  readonly patch: object;
  /** UTC hour the clock is moved to. */
  readonly hour?: number;
  readonly many?: boolean;
  readonly verdict: ProbeReport['verdict'];
  readonly brokeOff?: string;
  readonly expected: Partial<Record<VkQuestionId, Expected>>;
}

/** Ways VK may turn out to be; every question is answered differently in at least two of them. */
const WORLDS: readonly VkWorld[] = [
  {
    name: 'as EvoSync takes it to be',
    patch: { shop: { mode: 'basic', switches: { basicStock: 'error' } } },
    hour: 22,
    many: true,
    verdict: 'go',
    expected: {
      '1.market': ['as_assumed', /has the right `market`/],
      '1.groups': ['as_assumed', /has the right `groups`/],
      '10.role': ['as_assumed', /administrator/],
      '2.photo': ['as_assumed', /photo is undefined/],
      '2.price': ['as_assumed', /came back as 149\.90/],
      '2.emoji': ['differs', /kept/],
      '2.description': ['as_assumed', /taken/],
      '2.sku': ['as_assumed', /50 characters came back/],
      '6.lag.add': ['as_assumed', /search after [\d.]+ s/],
      '3.reuse': ['as_assumed', /already assigned/],
      '3.bulk': ['differs', /good of its own/],
      '4.price': ['as_assumed', /stayed/],
      '4.photos': ['as_assumed', /all photos stay/],
      '4.oldPrice': ['as_assumed', /cleared/],
      '4.same': ['as_assumed', /nothing to change/],
      '6.lag.edit': ['as_assumed', /after/],
      '4.deleted': ['as_assumed', /came back into sale/],
      '5.stock': ['as_assumed', /advanced market only/],
      '6.sku': ['as_assumed', /not found/],
      '6.date': ['as_assumed', /: not there/],
      '7.many': ['as_assumed', /100 ids: taken/],
      '7.bad': ['as_assumed', /nothing is in/],
      '7.later': ['as_assumed', /refused with 8/],
      '8.edits': ['as_assumed', /24 of 24 done, 1 error/],
      '8.add': ['as_assumed', /refused with 13/],
    },
  },
  {
    name: 'the other way round',
    patch: {
      role: 2,
      vkTokens: { main: { scopes: ['market'] } },
      shop: {
        mode: 'basic',
        switches: {
          basicStock: 'ignore',
          photoOptional: true,
          wholeRoubles: true,
          dropOddSigns: true,
          photoReuse: true,
          bulkPhotosTogether: true,
          partialEdits: 'wipe',
          editDropsPhotos: true,
          oldPriceZeroIgnored: true,
          nothingToChangeIsError: false,
          editWithoutDeletedUnhides: false,
          dateOffsetHours: 3,
          albumPartly: true,
          laterVersions: true,
          addInsideExecute: true,
        },
        limits: { skuChars: 20, descriptionChars: 20, executeCalls: 20, albumIdsPerCall: 1 },
        lag: { searchMs: 0, editMs: 15_000 },
      },
    },
    hour: 22,
    verdict: 'do_not_go_live',
    expected: {
      '1.groups': ['differs', /no right `groups`/],
      '10.role': ['as_assumed', /editor/],
      '2.photo': ['differs', /taken/],
      '2.price': ['differs', /came back as 150\.00/],
      '2.emoji': ['as_assumed', /came back as «Проба EvoSync \w+ знак тут»/],
      '2.description': ['stops', /at least 20 characters/],
      '2.sku': ['stops', /50 characters went, 20 came back/],
      '3.reuse': ['stops', /taken/],
      '3.bulk': ['as_assumed', /already assigned/],
      '4.price': ['stops', /description/],
      '4.photos': ['differs', /further photos are gone/],
      '4.oldPrice': ['differs', /kept/],
      '4.same': ['as_assumed', /answered with 1/],
      '6.lag.edit': ['differs', /after [12]\d/],
      '4.deleted': ['as_assumed', /stayed hidden/],
      '5.stock': ['differs', /taken and forgotten/],
      '6.date': ['differs', /: there/],
      '7.many': ['differs', /2 ids: refused/],
      '7.later': ['as_assumed', /too many/],
      '8.edits': ['differs', /too many api calls/],
      '8.add': ['differs', /a good was made/],
    },
  },
  {
    name: 'a third way',
    patch: {
      shop: {
        mode: 'basic',
        switches: { basicStock: 'keep', partialEdits: 'refuse', albumPartly: true, laterVersions: true },
        limits: { skuChars: 40 },
        lag: { searchMs: 400_000 },
      },
    },
    hour: 10,
    verdict: 'do_not_go_live',
    expected: {
      '2.sku': ['differs', /40 came back/],
      '6.lag.add': ['stops', /search not within 310 s/],
      '4.price': ['stops', /refused with 100/],
      '5.stock': ['stops', /description is undefined/],
      '6.date': ['unknown', /21:00/],
      '7.many': ['unknown', /2 ids: taken; --many/],
      '7.bad': ['differs', /in all the same/],
      '7.later': ['differs', /listed/],
    },
  },
  {
    name: 'an advanced shop with slow lists',
    patch: { shop: { mode: 'advanced', switches: { searchSku: true }, lag: { searchMs: 45_000 } } },
    verdict: 'go',
    expected: {
      '5.stock': ['unknown', /advanced/],
      '6.lag.add': ['differs', /search after/],
      '6.sku': ['differs', /^found/],
    },
  },
  {
    name: 'a basic shop that keeps stock',
    patch: { shop: { mode: 'basic', switches: { basicStock: 'keep' } } },
    verdict: 'go',
    expected: { '5.stock': ['differs', /kept and shown/] },
  },
  {
    name: 'a key without the right',
    patch: { vkTokens: { main: { scopes: ['groups'] } } },
    verdict: 'do_not_go_live',
    brokeOff: 'VK.SCOPE_MISSING',
    expected: { '1.market': ['stops', /no right `market`/] },
  },
  {
    name: 'a moderator',
    patch: { role: 1 },
    verdict: 'unfinished',
    brokeOff: 'VK.ACCESS_DENIED',
    expected: { '1.market': ['as_assumed', /has the right/], '10.role': ['unknown', /moderator.*refused with 15/] },
  },
];

describe('probe of VK', () => {
  let env: VkProbeEnv;
  beforeEach(async () => {
    env = await startVkProbeEnv();
  });
  afterEach(() => env.close());

  /** The journal is gone: nothing of the probe is left. */
  const noJournal = (): boolean => !existsSync(join(env.dataDir, 'probes', `vk-${env.groupId}.json`));

  async function moveTo(hour: number): Promise<void> {
    const { clock } = env.sandbox.sandbox;
    const day = 86_400_000;
    const target = Math.floor(clock.now() / day) * day + hour * 3_600_000;
    await env.control('POST', '/clock', {
      advanceMs: target >= clock.now() ? target - clock.now() : target + day - clock.now(),
    });
  }

  for (const world of WORLDS) {
    it(`tells a VK that is ${world.name}, and leaves the shop as it was`, async () => {
      if (world.hour !== undefined) await moveTo(world.hour);
      await env.control('PATCH', '/me', world.patch);
      const before = await env.living();
      const probe = env.probe();
      const report = await probe.run(await probe.look(), world.many ?? false);
      const seen = new Map(report.findings.map(finding => [finding.id, finding]));
      for (const [id, [state, words]] of Object.entries(world.expected)) {
        const finding = seen.get(id);
        expect([finding?.state, finding?.seen], id).to.have.property('0', state);
        expect(finding?.seen, id).to.match(words);
      }
      expect(report.verdict).to.equal(world.verdict);
      expect(report.brokeOff).to.equal(world.brokeOff ?? null);
      expect(await env.living()).to.deep.equal(before);
      expect(noJournal(), 'journal').to.equal(true);
      expect(JSON.stringify(report)).not.to.contain('vk-probe');
    });
  }

  it('has a world for both answers of every question', () => {
    for (const id of Object.keys(VK_QUESTIONS)) {
      const answers = new Set(
        WORLDS.flatMap(({ expected }) => expected[id as VkQuestionId] ?? []).map(part => String(part)),
      );
      const worlds = WORLDS.filter(({ expected }) => expected[id as VkQuestionId] !== undefined);
      expect(worlds.length, id).to.be.greaterThan(1);
      expect(answers.size, id).to.be.greaterThan(2);
    }
  });

  it('undoes everything when it is interrupted in the middle', async () => {
    const before = await env.living();
    const stop = new AbortController();
    const probe = env.probe({ signal: stop.signal, http: after(60, () => stop.abort()) });
    const report = await probe.run(await probe.look(), false);
    expect(report.brokeOff).to.equal('interrupted');
    expect(report.verdict).to.equal('unfinished');
    expect(await env.living()).to.deep.equal(before);
    expect(noJournal()).to.equal(true);
  });

  it('a second run removes what a first one left that lost its line, its key or its life', async () => {
    const before = await env.living();
    let isDown = false;
    const http: Http = after(60, () => (isDown = true));
    const broken = env.probe({
      http: request => (isDown ? Promise.resolve({ kind: 'reset', message: 'ECONNRESET' }) : http(request)),
    });
    const first = await broken.run(await broken.look(), false);
    expect(first.undone?.left.items.length).to.be.greaterThan(0);
    expect(await env.living()).not.to.deep.equal(before);

    const again = env.probe();
    const view = await again.look();
    expect(view.left.items).to.be.greaterThan(0);
    expect((await again.run(view, false)).verdict).to.equal('go');
    expect(await env.living()).to.deep.equal(before);
    expect(noJournal()).to.equal(true);
  });

  it('finds goods whose answer was lost, by their key', async () => {
    const before = await env.living();
    await env.control('POST', '/faults', {
      vendor: 'vk',
      method: 'market.add',
      nth: 3,
      effect: { kind: 'lostAnswer' },
    });
    await env.run();
    expect(await env.living()).to.deep.equal(before);
  });

  for (const nth of [1, 2, 3])
    it(`finds the album no. ${nth} whose answer was lost, by its title among the neighbours`, async () => {
      const before = await env.living();
      await env.control('POST', '/faults', {
        vendor: 'vk',
        method: 'market.addAlbum',
        nth,
        effect: { kind: 'lostAnswer' },
      });
      const report = await env.run();
      expect(report.undone?.left.lostAlbums).to.deep.equal([]);
      expect(await env.living()).to.deep.equal(before);
    });

  it('says which album may be left when it cannot be found again', async () => {
    await env.control('POST', '/faults', {
      vendor: 'vk',
      method: 'market.addAlbum',
      every: 1,
      effect: { kind: 'reset' },
    });
    const report = await env.run();
    expect(report.undone?.left.lostAlbums).to.have.length(3);
    expect(reportLines(report).join('\n')).to.match(/VK may have made the album «Проба EvoSync [0-9a-f]{6} много»/);
    expect(noJournal()).to.equal(true);
  });

  it('keeps to the pace: VK never has to say that it is too fast', async () => {
    await env.control('PATCH', '/me', { vkTokens: { main: { callsPerSecond: 3 } } });
    const probe = env.probe({ callsPerSecond: 3 });
    await probe.run(await probe.look(), false);
    const stats = await env.control<{ vkCalls: number; tooManyPerSecond: number }>('GET', '/stats');
    expect(stats.vkCalls).to.be.greaterThan(60);
    expect(stats.tooManyPerSecond).to.equal(0);
  });

  function after(calls: number, act: () => void): Http {
    const http = createFetchHttp();
    let count = 0;
    return request => {
      count += 1;
      if (count === calls) act();
      return http(request);
    };
  }
});
