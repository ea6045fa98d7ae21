import { expect } from 'chai';
import type { RunningSandbox } from '../../sandbox/start-sandbox.js';
import { startSandbox } from '../../sandbox/start-sandbox.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import { NO_SUCH_PRODUCT, probeEvotor } from '../../src/services/probes/evotor/probe-evotor.js';
import { EVOTOR_QUESTIONS, type EvotorQuestionId } from '../../src/services/probes/evotor/questions.js';
import type { FindingState } from '../../src/services/probes/finding.js';
import type { ProbeReport } from '../../src/services/probes/report.js';
import { controlOf } from '../clients/sandbox-setup.js';

interface EvotorWorld {
  readonly name: string;
  readonly patch: object;
  readonly fault?: object;
  readonly verdict: ProbeReport['verdict'];
  readonly brokeOff?: string;
  readonly expected: Partial<Record<EvotorQuestionId, readonly [FindingState, RegExp]>>;
}

/** Ways Evotor may turn out to be; every question is answered differently in at least two of them. */
const WORLDS: readonly EvotorWorld[] = [
  {
    name: 'as EvoSync takes it to be',
    patch: { till: { since: 'refused', pageSize: 4 } },
    verdict: 'go',
    expected: {
      '1.header': ['as_assumed', /Bearer: 200, X-Authorization: 200/],
      '2.limits': ['as_assumed', /limit 600, remaining \d+/],
      '2.reset': ['as_assumed', /seconds left/],
      '3.since': ['as_assumed', /refused/],
      '4.groups': ['as_assumed', /refused/],
      '7.images': ['as_assumed', /404/],
      '8.stock': ['as_assumed', /of 10 goods/],
      '9.order': ['as_assumed', /same order/],
      '9.cursor': ['as_assumed', /answered again/],
      '9.errors': ['as_assumed', /401 with code, message/],
      '9.gone': ['as_assumed', /404/],
    },
  },
  {
    name: 'the other way round',
    patch: {
      till: {
        authForms: { bearer: false },
        rights: { stock: false },
        since: 's',
        sinceOnGroups: true,
        images: true,
        shuffled: true,
        cursorOnce: true,
        plainErrors: true,
        pageSize: 4,
        rate: { resetForm: 'epochMs' },
      },
    },
    fault: {
      vendor: 'evotor',
      path: NO_SUCH_PRODUCT,
      effect: { kind: 'httpStatus', status: 404, body: '<html>not here</html>' },
    },
    verdict: 'go',
    expected: {
      '1.header': ['differs', /Bearer: 401, X-Authorization: 200/],
      '2.reset': ['as_assumed', /epoch milliseconds/],
      '3.since': ['differs', /^seconds/],
      '4.groups': ['differs', /^seconds/],
      '7.images': ['differs', /300×300/],
      '8.stock': ['differs', /0 of 10/],
      '9.order': ['differs', /another order/],
      '9.cursor': ['differs', /refused with 400/],
      '9.errors': ['differs', /without JSON/],
      '9.gone': ['differs', /404 with a page/],
    },
  },
  {
    name: 'a third way',
    patch: { till: { since: 'ms', authForms: { xAuthorization: false }, rate: { told: false } } },
    verdict: 'go',
    expected: {
      '1.header': ['as_assumed', /X-Authorization: 401/],
      '2.limits': ['differs', /no X-RateLimit/],
      '2.reset': ['unknown', /no X-RateLimit-Reset/],
      '3.since': ['differs', /milliseconds/],
      '9.cursor': ['unknown', /one page/],
    },
  },
  {
    name: 'deaf to `since`, and one that counts in epoch seconds',
    patch: { till: { since: 'ignored', rate: { resetForm: 'epochSeconds' } } },
    verdict: 'go',
    expected: { '3.since': ['as_assumed', /changes nothing/], '2.reset': ['as_assumed', /epoch seconds/] },
  },
  {
    name: 'closed to this token',
    patch: { till: { revoked: true } },
    verdict: 'do_not_go_live',
    brokeOff: 'EVOTOR.TOKEN_REJECTED',
    expected: { '1.header': ['stops', /Bearer: 401, X-Authorization: 401/] },
  },
  {
    name: 'closed to the catalogue',
    patch: { till: { rights: { catalogue: false } } },
    verdict: 'unfinished',
    brokeOff: 'EVOTOR.RIGHT_MISSING',
    expected: { '1.header': ['as_assumed', /403/] },
  },
];

describe('probe of Evotor', () => {
  let sandbox: RunningSandbox;
  let control: ReturnType<typeof controlOf>;
  let token: string;
  beforeEach(async () => {
    sandbox = await startSandbox({ scenarios: [], previews: false });
    control = controlOf(sandbox.url);
    const merchant = await control<{ evotorToken: string }>('POST', '/merchants', {
      id: 'probed',
      generate: { goods: 10, groups: 3 },
    });
    token = merchant.evotorToken;
  });
  afterEach(() => sandbox.close());

  const probe = (signal?: AbortSignal): Promise<ProbeReport> =>
    probeEvotor({
      token,
      http: createFetchHttp(),
      log: () => undefined,
      evotorApiUrl: sandbox.evotorUrl,
      now: () => sandbox.sandbox.clock.now(),
      sleep: ms => {
        sandbox.sandbox.clock.advance(ms);
        return Promise.resolve();
      },
      ...(signal ? { signal } : {}),
    });

  for (const world of WORLDS) {
    it(`tells an Evotor that is ${world.name}, and changes nothing`, async () => {
      await control('PATCH', '/merchants/probed', world.patch);
      if (world.fault) await control('POST', '/faults', world.fault);
      const before = await control('GET', '/merchants/probed/products');
      const report = await probe();
      const seen = new Map(report.findings.map(finding => [finding.id, finding]));
      for (const [id, [state, words]] of Object.entries(world.expected)) {
        expect(`${seen.get(id)?.state}: ${seen.get(id)?.seen}`, id).to.match(new RegExp(`^${state}: `));
        expect(seen.get(id)?.seen, id).to.match(words);
      }
      expect(report.verdict).to.equal(world.verdict);
      expect(report.brokeOff).to.equal(world.brokeOff ?? null);
      expect(await control('GET', '/merchants/probed/products')).to.deep.equal(before);
      expect(JSON.stringify(report)).not.to.contain(token);
    });
  }

  it('has a world for both answers of every question', () => {
    for (const id of Object.keys(EVOTOR_QUESTIONS)) {
      const answers = WORLDS.flatMap(({ expected }) => expected[id as EvotorQuestionId] ?? []).map(String);
      expect(new Set(answers).size, id).to.be.greaterThan(2);
    }
  });

  it('says so when it is interrupted', async () => {
    const report = await probe(AbortSignal.abort());
    expect(report.brokeOff).to.equal('interrupted');
    expect(report.verdict).to.equal('unfinished');
  });
});
