import { expect } from 'chai';
import { agedRowSteps } from '../../src/db/repositories/prune.repository.js';
import { findVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import { createVkIdService } from '../../src/services/connections/vk-id/vk-id-service.js';
import type { VkIdAnswer } from '../../src/services/connections/vk-id/vk-id-contracts.js';
import { tokenPlace } from '../../src/services/vendors/token-places.js';
import { answerOf, consentPage, SESSION, signIn } from '../support/services-env-consent.js';
import { codeOf, expectSentence } from '../support/services-env-sentence.js';
import { fault, noFaults } from '../support/services-env-shop.js';
import { startServicesEnv, VK_CLIENT, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

const MINUTE = 60_000;

describe('signing in with VK ID', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(async () => {
    await noFaults(env);
    await env.control('PATCH', '/vkid', { approvedScopes: ['market', 'groups', 'photos'] });
  });

  const vkId = () => env.services.vkId;
  const begin = ({ userId }: TestMerchant, sessionId = SESSION) => vkId().begin({ userId, sessionId });
  const answer = ({ userId }: TestMerchant, given: VkIdAnswer, sessionId = SESSION) =>
    vkId().answer({ userId, sessionId, answer: given });
  const refusedWith = async (work: Promise<unknown>, code: string) => {
    expect(await codeOf(work)).to.equal(code);
    expectSentence(code);
  };
  const fresh = () => env.merchant({ connected: false, goods: 1 });
  const rowsOf = ({ userId }: TestMerchant, table: 'vk_id_requests' | 'connection_attempts') =>
    env.db.rows<Record<string, unknown>>(`SELECT * FROM ${table} WHERE user_id = :userId`, { userId });

  it('asks VK with a challenge, a state and no more rights than it needs', async () => {
    const merchant = await fresh();
    const address = new URL(await begin(merchant));
    expect(address.href.startsWith(`${env.sandbox.vkIdUrl}/authorize?`)).to.equal(true);
    const query = Object.fromEntries(address.searchParams);
    expect(query).to.include({
      response_type: 'code',
      client_id: VK_CLIENT,
      redirect_uri: 'http://localhost:8080/vk/callback',
      scope: 'market groups',
      code_challenge_method: 'S256',
    });
    expect(query['state']).to.match(/^[\w-]{43}$/u);
    expect(query['code_challenge']).to.match(/^[\w-]{43}$/u);
    const [row] = await rowsOf(merchant, 'vk_id_requests');
    expect(JSON.stringify(row)).not.to.include(query['state']).and.not.include(SESSION);
  });

  it('connects the chosen community and keeps what renews the key, all sealed', async () => {
    const merchant = await fresh();
    const { userId, groupId } = merchant;
    const attemptId = await signIn(env, merchant);
    const choice = await vkId().choice(userId);
    expect(choice?.communities?.map(({ id, isMarketOn }) => [id, isMarketOn])).to.deep.equal([[groupId, true]]);
    expect(choice).to.include({ currentGroupId: null });
    expect(choice?.personName).to.match(/\S+ \S+/u);
    const [request] = await rowsOf(merchant, 'vk_id_requests');
    expect(request).to.include({ secret: null, answer: null, attempt_id: attemptId });

    const chosen = await vkId().choose({ userId, attemptId, groupId, isSure: false });
    expect(chosen).to.deep.include({ kind: 'connected', isReconnect: false });
    const connection = (await findVkConnection(env.db, userId))!;
    expect(connection).to.include({ groupId, isOnline: true, vkUserName: choice?.personName });
    const opened = env.deps.vault.open(connection.sealedRefreshToken!, tokenPlace.vkRefresh(userId));
    expect(env.sandbox.sandbox.world.grants.get(opened)).to.include({ kind: 'refresh', spent: false });
    expect(connection.deviceId).to.equal(env.sandbox.sandbox.world.grants.get(opened)?.deviceId);
    expect(connection.tokenExpiresAt!.getTime()).to.be.closeTo(env.deps.now() + 60 * MINUTE, 5 * MINUTE);
    expect(await rowsOf(merchant, 'connection_attempts')).to.deep.equal([]);
    const key = env.deps.vault.open(connection.sealedToken, tokenPlace.vk(userId));
    await env.deps.apiLog.drain();
    const log = JSON.stringify(await env.db.rows('SELECT * FROM api_log WHERE user_id = :userId', { userId }));
    for (const secret of [key, opened, connection.deviceId!]) expect(log).not.to.include(secret);
  });

  it('the key lives on: near its end it is renewed with what VK ID gave', async () => {
    const merchant = await fresh();
    const { userId, groupId } = merchant;
    await vkId().choose({ userId, attemptId: await signIn(env, merchant), groupId, isSure: false });
    const before = (await findVkConnection(env.db, userId))!;
    await env.control('POST', '/clock', { advanceMs: 58 * MINUTE });
    const session = (await env.deps.vendors.shop({ userId, jobId: null }))!;
    expect(await session.client.me()).to.have.property('outcome', 'ok');
    const after = (await findVkConnection(env.db, userId))!;
    expect(after.sealedRefreshToken).not.to.equal(before.sealedRefreshToken);
    expect(after.deviceId).to.equal(before.deviceId);
  });

  it('takes no state but its own: a wrong one, another session, another merchant', async () => {
    const [merchant, stranger] = [await fresh(), await fresh()];
    const given = answerOf(await consentPage(env, merchant, await begin(merchant)));
    await refusedWith(answer(merchant, { ...given, state: 'x'.repeat(43) }), 'VK_ID.STATE_UNKNOWN');
    await refusedWith(answer(merchant, { ...given, state: '' }), 'VK_ID.STATE_UNKNOWN');
    await refusedWith(answer(merchant, given, 'another-session'), 'VK_ID.STATE_UNKNOWN');
    await refusedWith(answer(stranger, given), 'VK_ID.STATE_UNKNOWN');
    await answer(merchant, given);
    expect(await vkId().choice(merchant.userId)).not.to.equal(null);
    expect(await vkId().choice(stranger.userId)).to.equal(null);
  });

  it('an answer given twice does no harm while the key waits, and is over afterwards', async () => {
    const merchant = await fresh();
    const { userId, groupId } = merchant;
    const given = answerOf(await consentPage(env, merchant, await begin(merchant)));
    await answer(merchant, given);
    await answer(merchant, given);
    expect(await rowsOf(merchant, 'connection_attempts')).to.have.length(1);
    const { attemptId } = (await vkId().choice(userId))!;
    await vkId().choose({ userId, attemptId, groupId, isSure: false });
    await refusedWith(answer(merchant, given), 'VK_ID.STATE_UNKNOWN');
  });

  it('two answers at once are traded once', async () => {
    const merchant = await fresh();
    const given = answerOf(await consentPage(env, merchant, await begin(merchant)));
    const outcomes = await Promise.allSettled([answer(merchant, given), answer(merchant, given)]);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).to.have.length.of.at.least(1);
    expect(await rowsOf(merchant, 'connection_attempts')).to.have.length(1);
  });

  it('a refused consent ends the sign-in politely', async () => {
    const merchant = await fresh();
    const given = answerOf(await consentPage(env, merchant, await begin(merchant), 'deny'));
    expect(given.error).to.equal('access_denied');
    await refusedWith(answer(merchant, given), 'VK_ID.DENIED');
    await refusedWith(answer(merchant, given), 'VK_ID.STATE_UNKNOWN');
    expect(await vkId().choice(merchant.userId)).to.equal(null);
    const without = answerOf(await consentPage(env, merchant, await begin(merchant)));
    await refusedWith(answer(merchant, { ...without, deviceId: '' }), 'VK_ID.REFUSED');
  });

  it('a sign-in is over after ten minutes, a choice after half an hour', async () => {
    const merchant = await fresh();
    const { userId, groupId } = merchant;
    const given = answerOf(await consentPage(env, merchant, await begin(merchant)));
    const late = (table: string, minutes: number) =>
      env.db.change(`UPDATE ${table} SET created_at = created_at - INTERVAL :minutes MINUTE WHERE user_id = :userId`, {
        userId,
        minutes,
      });
    await late('vk_id_requests', 11);
    await refusedWith(answer(merchant, given), 'VK_ID.STATE_UNKNOWN');
    const attemptId = await signIn(env, merchant);
    await late('connection_attempts', 31);
    expect(await vkId().choice(userId)).to.equal(null);
    await refusedWith(vkId().choose({ userId, attemptId, groupId, isSure: false }), 'VK_ID.CHOICE_OVER');
    await refusedWith(vkId().change(userId, attemptId), 'VK_ID.CHOICE_OVER');
    await late('connection_attempts', 2000);
    await late('vk_id_requests', 2000);
    const before = { log: new Date(0), day: new Date(Date.now() - 24 * 60 * MINUTE) };
    for (const { step } of agedRowSteps(env.db, before)) await step();
    expect(await rowsOf(merchant, 'connection_attempts')).to.deep.equal([]);
    expect(await rowsOf(merchant, 'vk_id_requests')).to.deep.equal([]);
  });

  it('two tabs each have their own sign-in; the newest key is offered, either may be chosen', async () => {
    const merchant = await fresh();
    const { userId, groupId } = merchant;
    const [one, two] = [await begin(merchant), await begin(merchant)];
    await answer(merchant, answerOf(await consentPage(env, merchant, two)));
    const second = (await vkId().choice(userId))!.attemptId;
    await answer(merchant, answerOf(await consentPage(env, merchant, one)));
    const first = (await vkId().choice(userId))!.attemptId;
    expect(first).not.to.equal(second);
    expect(await vkId().choose({ userId, attemptId: second, groupId, isSure: false })).to.include({
      kind: 'connected',
      isReconnect: false,
    });
    expect(await vkId().choose({ userId, attemptId: first, groupId, isSure: false })).to.include({
      kind: 'connected',
      isReconnect: true,
    });
    // The button pressed once more, after its key was used.
    expect(await vkId().choose({ userId, attemptId: first, groupId, isSure: false })).to.include({ kind: 'connected' });
  });

  it('a button pressed for ever fills no table', async () => {
    const merchant = await fresh();
    for (let n = 0; n < 13; n += 1) await begin(merchant);
    expect(await rowsOf(merchant, 'vk_id_requests')).to.have.length(10);
  });

  it('nobody chooses with another merchant’s key', async () => {
    const [merchant, stranger] = [await fresh(), await fresh()];
    const attemptId = await signIn(env, merchant);
    const { userId, groupId } = stranger;
    await refusedWith(vkId().choose({ userId, attemptId, groupId, isSure: true }), 'VK_ID.CHOICE_OVER');
    await refusedWith(vkId().change(userId, attemptId), 'VK_ID.CHOICE_OVER');
    expect(await rowsOf(merchant, 'connection_attempts')).to.have.length(1);
  });

  it('somebody who leads no community sees an empty list', async () => {
    const merchant = await fresh();
    await env.control('PATCH', `/merchants/${merchant.id}`, { role: 1 });
    await signIn(env, merchant);
    expect((await vkId().choice(merchant.userId))?.communities).to.deep.equal([]);
  });

  it('a community of another account is refused, and another may be chosen with the same key', async () => {
    const owner = await env.merchant({ goods: 1 });
    const merchant = await fresh();
    const { userId, groupId } = merchant;
    const { world } = env.sandbox.sandbox;
    world.shops.get(owner.groupId)!.roles.set(world.merchants.get(merchant.id)!.vkUserId, 3);
    const attemptId = await signIn(env, merchant);
    expect((await vkId().choice(userId))?.communities).to.have.length(2);
    const taken = vkId().choose({ userId, attemptId, groupId: owner.groupId, isSure: false });
    await refusedWith(taken, 'VK.COMMUNITY_TAKEN');
    expect(await findVkConnection(env.db, userId)).to.equal(null);
    await refusedWith(vkId().choose({ userId, attemptId, groupId: -1, isSure: false }), 'VK.GROUP_ID_INVALID');
    expect(await vkId().choose({ userId, attemptId, groupId, isSure: false })).to.include({ kind: 'connected' });
  });

  it('a market that is off connects with a red light', async () => {
    const merchant = await fresh();
    const { userId, groupId } = merchant;
    await env.control('PATCH', `/merchants/${merchant.id}`, { shop: { mode: 'none' } });
    const attemptId = await signIn(env, merchant);
    expect((await vkId().choice(userId))?.communities?.[0]).to.include({ isMarketOn: false });
    const chosen = await vkId().choose({ userId, attemptId, groupId, isSure: false });
    const lights = chosen.kind === 'connected' ? chosen.result.lights : [];
    expect(lights.filter(({ state }) => state === 'bad').map(({ id, code }) => [id, code])).to.deep.equal([
      ['market_on', 'VK.MARKET_OFF'],
    ]);
  });

  it('a key without the right «Товары» is no key, one without «Сообщества» asks for the number', async () => {
    const merchant = await fresh();
    const { userId, groupId } = merchant;
    await env.control('PATCH', '/vkid', { approvedScopes: ['groups'] });
    const given = answerOf(await consentPage(env, merchant, await begin(merchant)));
    await refusedWith(answer(merchant, given), 'VK_ID.RIGHTS_MISSING');
    expect(await vkId().choice(userId)).to.equal(null);
    await env.control('PATCH', '/vkid', { approvedScopes: ['market'] });
    const attemptId = await signIn(env, merchant);
    expect((await vkId().choice(userId))?.communities).to.equal(null);
    expect(await vkId().choose({ userId, attemptId, groupId, isSure: false })).to.include({ kind: 'connected' });
  });

  it('a silent VK ID, a lost answer and a spent code each have their sentence, and nothing stays behind', async () => {
    const merchant = await fresh();
    const asked = async () => answerOf(await consentPage(env, merchant, await begin(merchant)));
    const vkid = { vendor: 'vkid', method: 'authorization_code', merchant: merchant.id };
    const silent = await asked();
    await fault(env, { ...vkid, effect: { kind: 'httpStatus', status: 502 } });
    await refusedWith(answer(merchant, silent), 'VK.DOWN');
    await noFaults(env);
    await refusedWith(answer(merchant, silent), 'VK_ID.STATE_UNKNOWN');
    const lost = await asked();
    await fault(env, { ...vkid, times: 1, effect: { kind: 'lostAnswer' } });
    await refusedWith(answer(merchant, lost), 'VK_ID.CODE_REJECTED');
    await noFaults(env);
    await refusedWith(answer(merchant, { ...(await asked()), code: 'made-up' }), 'VK_ID.CODE_REJECTED');
    expect(await rowsOf(merchant, 'connection_attempts')).to.deep.equal([]);
    expect(await rowsOf(merchant, 'vk_id_requests')).to.deep.equal([]);
  });

  it('is not offered without an app of ours', async () => {
    const merchant = await fresh();
    const orchestrator = { exchangeVkCode: () => Promise.reject(new Error('nobody asks')) } as never;
    const service = createVkIdService({ ...env.deps, orchestrator, vkIdApp: null, now: Date.now });
    expect(service.isOffered).to.equal(false);
    await refusedWith(service.begin({ userId: merchant.userId, sessionId: SESSION }), 'VK_ID.NOT_OFFERED');
  });
});
