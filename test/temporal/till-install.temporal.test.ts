import { expect } from 'chai';
import type { UserId } from '../../src/domain/brand.js';
import { createUser } from '../../src/services/accounts/create-user.js';
import { startRealSite, type RealSite } from '../support/real-site.js';
import { freshEmail } from '../support/services-env-database.js';
import { until } from '../support/until.js';
import { WEBHOOK_SECRET } from '../support/webhook-site.js';

const PASSWORD = 'correct horse battery';

describe('a till that came before its merchant, with Temporal and workers at work', () => {
  let site: RealSite;
  let userId: UserId;
  let email: string;

  before(async () => {
    site = await startRealSite();
    await site.env.workers.start();
    email = freshEmail();
    const person = { email, password: PASSWORD, role: 'user', firstName: 'Анна', lastName: '', phone: null } as const;
    userId = await createUser(site.env.db, person);
    await site.env.control('POST', '/merchants', { id: 'early', generate: { goods: 4, groups: 1, stores: 2 } });
    await site.env.control('PATCH', '/merchants/early', {
      webhook: { baseUrl: `${site.url}/api/v1`, serviceSecret: WEBHOOK_SECRET },
    });
  });
  after(() => site.close());

  const send = async (event: string, body: object = {}) => {
    const sent = await site.env.control<{ status: number; fault?: string }>('POST', '/merchants/early/webhooks', {
      event,
      body,
    });
    expect([event, sent.status, sent.fault]).to.deep.equal([event, 200, undefined]);
  };
  const cardOf = async () => (await site.env.services.connections.cards(userId))[0]?.connection ?? null;

  it('is named to its owner, claimed by a click, checked and read', async () => {
    await send('subscription');
    await send('installation');
    await send('user.create', { email });
    await send('user.token');
    const offer = await until('the store names', async () => {
      const [first] = await site.env.services.claims.offers(userId);
      return first?.stores === null ? null : first;
    });
    expect(offer.stores).to.have.length(2);
    const check = await site.env.services.claims.claim(userId, offer.connectionId);
    expect(check).to.include({ ok: true });
    expect(await cardOf()).to.include({ isOnline: true, problemCode: null });
    await until('the goods', async () => {
      const { rows } = await site.env.services.catalogue.stores(userId);
      return rows.length === 2 && rows.every(({ products }) => products === 4);
    });
  });

  it('comes back by itself after it was removed and installed again', async () => {
    await send('installation', { type: 'ApplicationUninstalled' });
    expect(await cardOf()).to.include({ isOnline: false, problemCode: 'EVOTOR.APP_REMOVED' });
    await send('user.token');
    expect(await cardOf()).to.include({ problemCode: 'EVOTOR.APP_REMOVED' });
    await send('installation');
    await until('the check', async () => (await cardOf())?.isOnline);
    await send('products');
  });
});
