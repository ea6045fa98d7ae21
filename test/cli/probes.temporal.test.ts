import { expect } from 'chai';
import { startCliEnv, type CliEnv } from '../support/services-env-cli.js';

describe('evosync probe:vk and probe:evotor, as processes', () => {
  let env: CliEnv;
  let shop: { vkToken: string; vkGroupId: number; evotorToken: string };
  before(async () => {
    env = await startCliEnv();
    expect((await env.cli(['migrate'])).exit).to.equal(0);
    shop = await env.control('POST', '/merchants', { id: 'tryout', generate: { goods: 3 } });
    await env.control('PATCH', '/merchants/tryout', {
      vkTokens: { main: { callsPerSecond: 1000 } },
      shop: { lag: { searchMs: 0 } },
    });
  });
  after(() => env.close());

  it('try, undo and report; the keys stay out of everything that is written', async () => {
    const [vk, evotor] = await Promise.all([
      env.cli(['probe:vk', '--group', String(shop.vkGroupId), '--json'], {
        stdin: `${shop.vkToken}\nprobe ${shop.vkGroupId}\n`,
      }),
      env.cli(['probe:evotor', '--json'], { stdin: shop.evotorToken }),
    ]);
    expect([vk.exit, evotor.exit], vk.stderr + evotor.stderr).to.deep.equal([0, 0]);
    expect(JSON.parse(vk.stdout)).to.have.property('verdict', 'go');
    expect(JSON.parse(evotor.stdout)).to.have.property('verdict', 'go');
    const kept = JSON.stringify(await env.db.rows('SELECT * FROM api_log WHERE user_id IS NULL'));
    expect(kept).to.contain('market.add').and.to.contain('/stores');
    for (const secret of [shop.vkToken, shop.evotorToken]) {
      expect(kept).not.to.contain(secret);
      expect(env.allOutput()).not.to.contain(secret);
    }
  });
});
