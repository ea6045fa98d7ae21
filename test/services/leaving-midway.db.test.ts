import { expect } from 'chai';
import { acceptConnection } from '../../src/services/connections/accept-connection.js';
import { exchangeVkCode } from '../../src/services/connections/vk-id/exchange-vk-code.js';
import { createConnectionService } from '../../src/services/connections/connection-service.js';
import { createVkIdService } from '../../src/services/connections/vk-id/vk-id-service.js';
import type { VendorGate } from '../../src/services/vendors/vendor-gate.js';
import { freshAddress } from '../support/account-env.js';
import { answerOf, consentPage, SESSION } from '../support/services-env-consent.js';
import { codeOf } from '../support/services-env-sentence.js';
import { inProcess, PASSWORD, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

/** Somebody asks for their account to be deleted in one window while another one still connects a vendor. */
describe('leaving in the middle of connecting', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());

  const fresh = () => env.merchant({ connected: false, goods: 1 });
  const leave = ({ userId }: TestMerchant) =>
    env.services.accounts.requestDeletion(userId, { password: PASSWORD, address: freshAddress() });
  const keysOf = async ({ userId }: TestMerchant): Promise<number> => {
    const tables = ['evotor_connections', 'vk_connections', 'connection_attempts', 'vk_id_requests'];
    const counts = tables.map(table => `(SELECT COUNT(*) FROM ${table} WHERE user_id = :userId)`);
    return (await env.db.first<{ n: number }>(`SELECT ${counts.join(' + ')} AS n`, { userId }))?.n ?? -1;
  };

  /** The services with a vendor that answers only after the merchant has left. */
  function slow(merchant: TestMerchant) {
    const { vendors } = env.deps;
    const late: VendorGate = {
      ...vendors,
      tillWith(...given) {
        const client = vendors.tillWith(...given);
        return {
          ...client,
          async stores(onPage) {
            await leave(merchant);
            return client.stores(onPage);
          },
        };
      },
      shopWith(...given) {
        const client = vendors.shopWith(...given);
        return {
          ...client,
          async me() {
            await leave(merchant);
            return client.me();
          },
        };
      },
      async tradeVkCode(...given) {
        await leave(merchant);
        return vendors.tradeVkCode(...given);
      },
    };
    const deps = { ...env.deps, vendors: late };
    const orchestrator = {
      ...inProcess(env.deps),
      connectVendor: (input: Parameters<typeof acceptConnection>[1]) => acceptConnection(deps, input),
      exchangeVkCode: (input: Parameters<typeof exchangeVkCode>[1]) => exchangeVkCode(deps, input),
    };
    const { vkIdUrl: url } = env.sandbox;
    const vkIdApp = { url, clientId: '5200000', redirectUri: 'http://localhost:8080/vk/callback' };
    return {
      connections: createConnectionService({ ...env.deps, orchestrator }),
      vkId: createVkIdService({ ...env.deps, orchestrator, vkIdApp }),
    };
  }

  it('keeps no token of a till', async () => {
    const merchant = await fresh();
    const { userId, evotorToken: token } = merchant;
    expect(await codeOf(slow(merchant).connections.connectEvotor({ userId, token }))).to.equal('CONNECTION.MISSING');
    expect(await keysOf(merchant)).to.equal(0);
  });

  it('keeps no key of a shop', async () => {
    const merchant = await fresh();
    const { userId, vkToken: token, groupId } = merchant;
    expect(await codeOf(slow(merchant).vkId.connectByHand({ userId, token, groupId }))).to.equal('VK_ID.CHOICE_OVER');
    expect(await keysOf(merchant)).to.equal(0);
  });

  it('keeps no key that VK ID gives', async () => {
    const merchant = await fresh();
    const { userId } = merchant;
    const { vkId } = slow(merchant);
    const address = await vkId.begin({ userId, sessionId: SESSION });
    const answer = answerOf(await consentPage(env, merchant, address));
    expect(await codeOf(vkId.answer({ userId, sessionId: SESSION, answer }))).to.equal('VK_ID.STATE_UNKNOWN');
    expect(await keysOf(merchant)).to.equal(0);
  });
});
