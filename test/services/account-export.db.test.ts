import { expect } from 'chai';
import type { UserId } from '../../src/domain/brand.js';
import { accountEnv, type AccountEnv } from '../support/account-env.js';
import { migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { settledMerchant } from '../support/settled-merchant.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';

describe('exporting an account', () => {
  let base: TestDatabase;
  let env: AccountEnv;

  before(async () => {
    base = await migratedDatabase();
    env = accountEnv(base.db);
  });
  after(() => base.drop());

  const settled = () => settledMerchant(base.db, env);

  describe('own data', () => {
    const parsed = async (id: UserId): Promise<{ text: string; data: Record<string, unknown> }> => {
      let text = '';
      for await (const piece of await env.accounts.exportData(id)) text += piece;
      return { text, data: JSON.parse(text) as Record<string, unknown> };
    };
    const list = (data: Record<string, unknown>, name: string) => data[name] as Record<string, unknown>[];

    it('comes as one JSON: everything of this merchant, in pages, and nobody else’s', async () => {
      const [mine, other] = [await settled(), await settled()];
      const { text, data } = await parsed(mine.id);
      expect(data['account']).to.include({ email: mine.email, firstName: 'Анна', status: 'active' });
      expect(list(data, 'operations')).to.have.length(1203);
      expect(new Set(list(data, 'operations').map(({ listingKey }) => listingKey)).size).to.equal(1203);
      expect(list(data, 'operations')[0]?.['afterValue']).to.deep.equal({ name: 'Чай' });
      expect(list(data, 'rules').map(({ entityName }) => entityName)).to.deep.equal(['Чай «Белый»']);
      expect(list(data, 'exchange')[0]?.['settings']).to.deep.equal({ mode: 'auto' });
      expect(list(data, 'locks')).to.have.length(2);
      for (const name of ['tillConnections', 'vkConnections', 'ownValues', 'jobs', 'notices'])
        expect(list(data, name), name).to.have.length(1);
      expect(list(data, 'audit').map(({ action }) => action)).to.deep.equal(['account.create', 'account.export']);
      expect(text).not.to.include(other.email);
      expect(text).not.to.include(String(list((await parsed(other.id)).data, 'ownValues')[0]?.['listingKey']));
    });

    it('holds no secret: no key of a vendor, no hash, no token', async () => {
      const { id, secrets } = await settled();
      const { text } = await parsed(id);
      for (const secret of [
        ...secrets,
        'argon2',
        'passwordHash',
        'password_hash',
        'token_hash',
        'access_token',
        'refresh',
      ])
        expect(text).not.to.include(secret);
    });

    it('comes also when there is next to nothing', async () => {
      const { id } = await env.user();
      const { data } = await parsed(id);
      expect(list(data, 'operations')).to.deep.equal([]);
    });

    it('is not read ceaselessly', async () => {
      const { id } = await env.user();
      for (let times = 0; times < 5; times++) await parsed(id);
      const { code, details } = await refusal(parsed(id));
      expect(code).to.equal('EXPORT.TOO_MANY');
      expect(details['retryAfterSeconds']).to.be.within(1, 3600);
      expectSentence(code);
    });
  });
});
