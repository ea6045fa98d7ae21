import { expect } from 'chai';
import { noteTillRead } from '../../src/db/repositories/till-reads.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { fillOnce, readingOf, requestRead } from '../../src/services/catalogue/till-read.js';
import { startServicesEnv, type ServicesEnv } from '../support/services-env.js';
import { refusal } from '../support/services-env-sentence.js';
import { MINUTE } from '../support/services-env-hands.js';

describe('reading the till for the pages', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  /** A durable side that starts nothing and counts. */
  function counting(failure: AppError | null = null) {
    const deps = {
      db: env.db,
      now: env.deps.now,
      started: 0,
      orchestrator: {
        refreshCatalogue: () => {
          deps.started += 1;
          return failure === null ? Promise.resolve() : Promise.reject(failure);
        },
      },
    };
    return deps;
  }
  const stateOf = async (userId: UserId) => (await readingOf({ db: env.db, now: env.deps.now }, userId))?.state ?? null;

  it('ends with what was read, and tells how it went', async () => {
    const { userId } = await env.merchant({ goods: 3, stores: 2 });
    expect(await env.services.catalogue.reading(userId)).to.equal(null);
    await env.services.catalogue.requestRefresh(userId);
    expect(await env.services.catalogue.reading(userId)).to.deep.include({
      state: 'done',
      storesDone: 2,
      storesTotal: 2,
      code: null,
    });
  });

  it('is started once however often it is pressed, and again when it is over', async () => {
    const { userId } = await env.merchant({ goods: 1 });
    const deps = counting();
    await Promise.all([requestRead(deps, userId), requestRead(deps, userId), requestRead(deps, userId)]);
    expect([deps.started, await stateOf(userId)]).to.deep.equal([1, 'queued']);
    await noteTillRead(env.db, userId, { state: 'reading', store_name: 'Чайная' }, new Date(env.deps.now()));
    await requestRead(deps, userId);
    expect([deps.started, await stateOf(userId)]).to.deep.equal([1, 'reading']);
    await noteTillRead(env.db, userId, { state: 'done' }, new Date(env.deps.now()));
    await requestRead(deps, userId);
    expect([deps.started, await stateOf(userId)]).to.deep.equal([2, 'queued']);
  });

  it('starts by itself once for a connection, whoever looks and however often', async () => {
    const { userId } = await env.merchant({ goods: 1 });
    const deps = counting();
    await Promise.all([fillOnce(deps, userId), fillOnce(deps, userId)]);
    await noteTillRead(env.db, userId, { state: 'failed', code: 'EVOTOR.DOWN' }, new Date(env.deps.now()));
    await fillOnce(deps, userId);
    expect([deps.started, await stateOf(userId)]).to.deep.equal([1, 'failed']);
  });

  it('needs a till', async () => {
    const { userId } = await env.merchant({ connected: false });
    const deps = counting();
    await fillOnce(deps, userId);
    expect((await refusal(requestRead(deps, userId))).code).to.equal('SYNC.NOT_CONNECTED');
    expect([deps.started, await stateOf(userId)]).to.deep.equal([0, null]);
  });

  it('says so when it cannot be started, and when it fell silent', async () => {
    const { userId } = await env.merchant({ goods: 1 });
    const broken = counting(new AppError('unavailable', 'TEMPORAL.DOWN'));
    expect((await refusal(requestRead(broken, userId))).code).to.equal('TEMPORAL.DOWN');
    expect(await env.services.catalogue.reading(userId)).to.include({ state: 'failed', code: 'TEMPORAL.DOWN' });
    await requestRead(counting(), userId);
    const later = () => env.deps.now() + 6 * MINUTE;
    expect(await readingOf({ db: env.db, now: later }, userId)).to.include({
      state: 'failed',
      code: 'SYNC.WORKER_LOST',
    });
    const again = { ...counting(), now: later };
    await requestRead(again, userId);
    expect(await stateOf(userId)).to.equal('queued');
  });

  it('ends as failed with the till’s own reason', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await env
      .control('PATCH', `/merchants/${merchant.id}`, { till: { rights: { products: false } } })
      .catch(() => null);
    await env.services.catalogue.requestRefresh(merchant.userId);
    const reading = await env.services.catalogue.reading(merchant.userId);
    expect(['done', 'failed']).to.include(reading?.state);
  });
});
