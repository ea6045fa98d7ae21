import { expect } from 'chai';
import { insertAttempt } from '../../src/db/repositories/connection-attempts.repository.js';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import { acceptConnection } from '../../src/services/connections/accept-connection.js';
import { tokenPlace } from '../../src/services/vendors/token-places.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { failingOn } from '../support/services-env-statements.js';
import { runPhases } from '../support/services-env-run.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';
import { editGood, fault, noFaults, shopOf, tillOf, twins } from '../support/services-env-shop.js';

describe('bad connections', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv({ scenarios: ['tea'] });
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  describe('at connecting', () => {
    let merchant: TestMerchant;

    before(async () => {
      merchant = await env.merchant({ connected: false });
    });

    const evotor = (token: string) => env.services.connections.connectEvotor({ userId: merchant.userId, token });
    const vk = (token: string, groupId = merchant.groupId) =>
      env.services.connections.connectVk({ userId: merchant.userId, token, groupId });
    const unconnected = async () => {
      for (const { connection } of await env.services.connections.cards(merchant.userId))
        expect(connection).to.equal(null);
      expect(await env.db.rows('SELECT id FROM connection_attempts')).to.deep.equal([]);
    };

    const cases: readonly (readonly [what: string, codes: readonly string[], work: () => Promise<unknown>])[] = [
      ['a wrong till token', ['EVOTOR.TOKEN_REJECTED'], () => evotor('nobody-knows-this')],
      ['a wrong VK token', ['VK.TOKEN_REVOKED'], () => vk('nobody-knows-this')],
      ['a community’s token', ['VK.GROUP_TOKEN'], () => vk(`vk-${merchant.id}-community-token`)],
      [
        'a token without the right «Товары»',
        ['VK.SCOPE_MISSING', 'VK.ACCESS_DENIED'],
        () => vk(`vk-${merchant.id}-noscope-token`),
      ],
      ['somebody else’s community', ['VK.NOT_YOUR_COMMUNITY'], () => vk(merchant.vkToken, 100_001)],
      [
        'a community that does not exist',
        ['VK.COMMUNITY_GONE', 'VK.NOT_YOUR_COMMUNITY', 'VK.PARAM_REFUSED', 'VK.REFUSED'],
        () => vk(merchant.vkToken, 77),
      ],
      ['a stranger to the community', ['VK.NOT_YOUR_COMMUNITY'], () => vk(`vk-${merchant.id}-stranger-token`)],
      ['a negative community', ['VK.GROUP_ID_INVALID'], () => vk(merchant.vkToken, -5)],
      ['an empty token', ['CONNECTION.TOKEN_SHAPE'], () => evotor('  ')],
      ['a token with a line break', ['CONNECTION.TOKEN_SHAPE'], () => vk('two\nlines')],
      ['a token of megabytes', ['CONNECTION.TOKEN_SHAPE'], () => evotor('x'.repeat(5000))],
    ];
    for (const [what, codes, work] of cases) {
      it(`${what} is refused in plain words and changes nothing`, async () => {
        const { code } = await refusal(work());
        expect(codes).to.include(code);
        expectSentence(code);
        await unconnected();
      });
    }

    it('a moderator is told that the role is too low', async () => {
      await env.control('PATCH', `/merchants/${merchant.id}`, { role: 1 });
      const { code } = await refusal(vk(merchant.vkToken));
      await env.control('PATCH', `/merchants/${merchant.id}`, { role: 3 });
      expect(code).to.equal('VK.ROLE_TOO_LOW');
      expectSentence(code);
      await unconnected();
    });

    it('a silent vendor breaks nothing and says so', async () => {
      await fault(env, { vendor: 'vk', merchant: merchant.id, effect: { kind: 'httpStatus', status: 502 } });
      await fault(env, { vendor: 'evotor', merchant: merchant.id, effect: { kind: 'httpStatus', status: 200 } });
      for (const [work, expected] of [
        [() => vk(merchant.vkToken), 'VK.DOWN'],
        [() => evotor(merchant.evotorToken), 'EVOTOR.DOWN'],
      ] as const) {
        const { code } = await refusal(work());
        expect(code).to.equal(expected);
        expectSentence(code);
      }
      await unconnected();
    });

    it('a community of another account is refused before VK is asked', async () => {
      const owner = await env.merchant({ goods: 1 });
      const { code } = await refusal(vk(merchant.vkToken, owner.groupId));
      expect(code).to.equal('VK.COMMUNITY_TAKEN');
      expectSentence(code);
      expect((await env.services.connections.cards(owner.userId))[1]?.connection?.vkGroupId).to.equal(owner.groupId);
    });
  });

  it('a market that is switched off connects with a red light', async () => {
    const merchant = await env.merchant({ connected: false });
    await env.control('PATCH', `/merchants/${merchant.id}`, { shop: { mode: 'none' } });
    const { userId, vkToken, groupId } = merchant;
    const { ok, lights } = await env.services.connections.connectVk({ userId, token: vkToken, groupId });
    expect(ok).to.equal(true);
    const red = lights.filter(({ state }) => state === 'bad');
    expect(red.map(({ id, code }) => [id, code])).to.deep.equal([['market_on', 'VK.MARKET_OFF']]);
    expectSentence('VK.MARKET_OFF');
  });

  it('a mistyped new token does not break a connection that works', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const { userId, groupId } = merchant;
    await refusal(env.services.connections.connectVk({ userId, token: 'mistyped', groupId }));
    await refusal(env.services.connections.connectEvotor({ userId, token: 'mistyped' }));
    for (const { connection } of await env.services.connections.cards(userId))
      expect(connection).to.include({ isOnline: true, problemCode: null });
    expect((await runPhases(env.deps, userId)).job.status).to.equal('success');
  });

  describe('when the web process or the worker dies on the way', () => {
    const versionOf = async (userId: TestMerchant['userId']) => (await getSyncConfig(env.db, userId)).inputVersion;
    const attempt = (merchant: TestMerchant, service: 'evotor' | 'vk') =>
      insertAttempt(env.db, {
        userId: merchant.userId,
        service,
        sealedToken: env.deps.vault.seal(
          service === 'evotor' ? merchant.evotorToken : merchant.vkToken,
          tokenPlace.attempt(merchant.userId, service),
        ),
        vkGroupId: service === 'vk' ? merchant.groupId : null,
      });

    for (const service of ['evotor', 'vk'] as const) {
      it(`${service}: the worker alone makes the listings be computed anew`, async () => {
        const merchant = await env.merchant({ goods: 1 });
        const { userId } = merchant;
        const before = await versionOf(userId);
        const attemptId = await attempt(merchant, service);
        expect((await acceptConnection(env.deps, { userId, service, attemptId })).ok).to.equal(true);
        expect(await versionOf(userId)).to.equal(before + 1);
        expect(
          await env.db.rows('SELECT id FROM connection_attempts WHERE user_id = :userId', { userId }),
        ).to.have.length(0);
      });

      it(`${service}: half a connection is none, and the next try makes it whole`, async () => {
        const merchant = await env.merchant({ connected: false });
        const { userId } = merchant;
        const before = await versionOf(userId);
        const attemptId = await attempt(merchant, service);
        const dying = failingOn(env.db, 'DELETE FROM connection_attempts');
        const error: unknown = await acceptConnection({ ...env.deps, db: dying }, { userId, service, attemptId }).catch(
          (thrown: unknown) => thrown,
        );
        expect(error).to.have.property('message', 'the process died');
        for (const { connection } of await env.services.connections.cards(userId)) expect(connection).to.equal(null);
        expect(await versionOf(userId)).to.equal(before);
        expect((await acceptConnection(env.deps, { userId, service, attemptId })).ok).to.equal(true);
        expect(await versionOf(userId)).to.be.greaterThan(before);
      });
    }
  });

  describe('in a run', () => {
    const runs: readonly (readonly [
      what: string,
      status: string,
      code: string,
      patch: object | null,
      rule: object | null,
    ])[] = [
      ['a till token that was revoked', 'failed', 'EVOTOR.TOKEN_REJECTED', { till: { revoked: true } }, null],
      [
        'a till that forbids its catalogue',
        'failed',
        'EVOTOR.RIGHT_MISSING',
        { till: { rights: { catalogue: false } } },
        null,
      ],
      [
        'a till that answers HTML',
        'parked',
        'EVOTOR.DOWN',
        null,
        { vendor: 'evotor', effect: { kind: 'httpStatus', status: 200 } },
      ],
      [
        'a till with its quota used up',
        'parked',
        'EVOTOR.RATE_LIMITED',
        null,
        { vendor: 'evotor', effect: { kind: 'apiError', code: 429 } },
      ],
      ['a VK token that was revoked', 'failed', 'VK.TOKEN_REVOKED', { vkTokens: { main: { revoked: true } } }, null],
      ['a VK that is silent', 'parked', 'VK.DOWN', null, { vendor: 'vk', effect: { kind: 'reset' } }],
      [
        'flood control',
        'parked',
        'VK.FLOOD',
        null,
        { vendor: 'vk', method: 'market.get', effect: { kind: 'apiError', code: 9 } },
      ],
      ['a captcha', 'parked', 'VK.CAPTCHA', null, { vendor: 'vk', effect: { kind: 'apiError', code: 14 } }],
      ['a market that was switched off', 'failed', 'VK.MARKET_OFF', { shop: { mode: 'none' } }, null],
    ];
    for (const [what, status, code, patch, rule] of runs) {
      it(`${what} ends it as ${status} with ${code}, and touches nothing`, async () => {
        const merchant = await env.merchant({ goods: 3 });
        await runPhases(env.deps, merchant.userId);
        const before = await shopOf(env, merchant);
        const [good] = await tillOf(env, merchant);
        await editGood(env, merchant, good!.id, { price: 1234 });
        if (patch) await env.control('PATCH', `/merchants/${merchant.id}`, patch);
        if (rule) await fault(env, { ...rule, merchant: merchant.id });
        const { job } = await runPhases(env.deps, merchant.userId);
        expect([job.status, job.reasonCode]).to.deep.equal([status, code]);
        expectSentence(code);
        expect((await shopOf(env, merchant)).items).to.deep.equal(before.items);
        if (status === 'parked') expect(job.resumeAt?.getTime()).to.be.greaterThan(env.deps.now());
        const blocked = (await env.services.connections.cards(merchant.userId)).map(
          ({ connection }) => connection?.problemCode,
        );
        if (status === 'failed') expect(blocked).to.include(code);
        const row = await env.db.first<{ n: number }>(
          `SELECT (SELECT COUNT(*) FROM evotor_connections WHERE user_id = :id AND blocked_code IS NOT NULL)
             + (SELECT COUNT(*) FROM vk_connections WHERE user_id = :id AND blocked_code IS NOT NULL) AS n`,
          { id: merchant.userId },
        );
        expect(row?.n).to.equal(status === 'failed' ? 1 : 0);
      });
    }

    it('a store that is not paid for rests alone; the others go on, and its goods stay', async () => {
      const merchant = await env.merchant({ goods: 3, stores: 2 });
      await runPhases(env.deps, merchant.userId);
      const [unpaid] = merchant.stores;
      await env.control('PATCH', `/merchants/${merchant.id}`, { stores: { [unpaid!]: { paymentRequired: true } } });
      const goods = await tillOf(env, merchant);
      await editGood(env, merchant, goods.at(-1)!.id, { price: 4242 });
      const { job, operations } = await runPhases(env.deps, merchant.userId);
      expect(job.status).to.equal('success');
      expect(operations.map(({ kind, key }) => [kind, key])).to.deep.equal([['update', goods.at(-1)!.id]]);
      const { rows } = await env.services.catalogue.stores(merchant.userId);
      expect(rows.map(({ readState, readCode }) => [readState, readCode])).to.deep.equal([
        ['not_paid', 'EVOTOR.STORE_NOT_PAID'],
        ['complete', null],
      ]);
      expectSentence('EVOTOR.STORE_NOT_PAID');
      expect((await shopOf(env, merchant)).items.filter(({ state }) => state === 'visible')).to.have.length(6);
    });

    for (const [what, rule] of [
      ['page 3 fails', { page: 3, effect: { kind: 'httpStatus', status: 500 } }],
      ['page 3 is HTML', { page: 3, effect: { kind: 'httpStatus', status: 200 } }],
      ['the cursor runs in a circle', { page: 2, effect: { kind: 'cursorLoop' } }],
      ['the list comes back empty', { effect: { kind: 'emptyList' } }],
      ['one good is left out', { page: 1, effect: { kind: 'missingItem' } }],
    ] as const) {
      it(`half a catalogue (${what}) hides and deletes nothing, and sends what was read`, async () => {
        const merchant = await env.merchant({ goods: 12 });
        await env.control('PATCH', `/merchants/${merchant.id}`, { till: { pageSize: 4 } });
        await runPhases(env.deps, merchant.userId);
        await fault(env, { vendor: 'evotor', path: '/products', method: 'GET', merchant: merchant.id, ...rule });
        // Asking for one good must tell the truth: only lists are wrong.
        const { job, operations } = await runPhases(env.deps, merchant.userId);
        expect(operations.filter(({ kind }) => kind === 'hide' || kind === 'delete')).to.deep.equal([]);
        expect(job.status).to.equal('partial');
        const { rows } = await env.services.catalogue.stores(merchant.userId);
        expect(rows[0]).to.include({ readState: 'incomplete', products: 12 });
        expectSentence(rows[0]!.readCode);
        expect(await twins(env, merchant)).to.deep.equal([]);
        expect((await shopOf(env, merchant)).items.filter(({ state }) => state === 'visible')).to.have.length(12);
      });
    }
  });
});
