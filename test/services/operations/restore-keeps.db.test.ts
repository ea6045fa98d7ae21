import { expect } from 'chai';
import { getSyncConfig } from '../../../src/db/repositories/sync-config.repository.js';
import { restorePlace, type RestorePlace, type RestoreWay } from '../../support/restore-place.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../../support/services-env.js';
import { refusal } from '../../support/services-env-sentence.js';
import { tillOf } from '../../support/services-env-shop.js';

/** A backup knows nothing of what came after it; the database it takes the place of does. */
describe('a restore over a database that is newer', function () {
  this.timeout(60_000);
  let env: ServicesEnv;
  let place: RestorePlace;

  before(async () => {
    env = await startServicesEnv();
    place = await restorePlace(env);
  });
  after(async () => {
    await env.close();
    place.close();
  });

  const backup = () => place.backup();
  const restore = (file: string, way: RestoreWay = {}) => place.restore(file, way);

  it('keeps its connections, passwords and states that are more careful; a deleted account comes back suspended', async () => {
    const [renewed, left, paused, gone] = await Promise.all([0, 1, 2, 3].map(() => env.merchant({ goods: 1 })));
    if (!renewed || !left || !paused || !gone) throw new Error('no merchants');
    const file = await backup();
    const set = (sql: string, { userId }: TestMerchant) => env.db.change(sql, { userId });
    await set(
      `UPDATE vk_connections SET access_token = 'newest', token_renewed_at = NOW(3) WHERE user_id = :userId`,
      renewed,
    );
    await set(`UPDATE users SET password_hash = 'newest', password_changed_at = NOW(3) WHERE id = :userId`, renewed);
    await set('DELETE FROM vk_connections WHERE user_id = :userId', left);
    await set('UPDATE sync_configs SET paused_at = NOW(3) WHERE user_id = :userId', paused);
    await set(`UPDATE users SET status = 'suspended' WHERE id = :userId`, left);
    await set('DELETE FROM users WHERE id = :userId', gone);
    const restored = await restore(file);
    expect(restored.deletedSince).to.deep.equal([gone.userId]);
    const one = async (sql: string, { userId }: TestMerchant) => env.db.first<Record<string, unknown>>(sql, { userId });
    expect(
      await one('SELECT access_token AS token FROM vk_connections WHERE user_id = :userId', renewed),
    ).to.deep.equal({
      token: 'newest',
    });
    expect(await one('SELECT password_hash AS hash FROM users WHERE id = :userId', renewed)).to.deep.equal({
      hash: 'newest',
    });
    expect(await one('SELECT id FROM vk_connections WHERE user_id = :userId', left)).to.equal(null);
    expect(await one('SELECT status FROM users WHERE id = :userId', left)).to.deep.equal({ status: 'suspended' });
    expect(
      await one('SELECT paused_at IS NULL AS goes FROM sync_configs WHERE user_id = :userId', paused),
    ).to.deep.equal({
      goes: 0,
    });
    expect(await one('SELECT status FROM users WHERE id = :userId', gone)).to.deep.equal({ status: 'suspended' });
    expect(await one('SELECT id FROM vk_connections WHERE user_id = :userId', gone)).to.equal(null);
  });

  it('gives nobody a role back, asks whom it has to ask, and leaves alone what is kept by hand', async () => {
    const merchant = await env.merchant({ goods: 1 });
    const operator = await env.merchant({ goods: 1 });
    const [good] = await tillOf(env, merchant);
    const set = (sql: string, { userId }: TestMerchant) => env.db.change(sql, { userId, key: good?.id ?? '' });
    const roles = `SELECT r.name FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = :userId`;
    await set(
      `UPDATE user_roles SET role_id = (SELECT id FROM roles WHERE name = 'admin') WHERE user_id = :userId`,
      operator,
    );
    const file = await backup();
    await set(
      `UPDATE user_roles SET role_id = (SELECT id FROM roles WHERE name = 'user') WHERE user_id = :userId`,
      operator,
    );
    await set(
      `UPDATE sync_configs SET settings = JSON_SET(settings, '$.mode', 'preview', '$.mirror', FALSE,
         '$.restrictedWords', JSON_ARRAY('нож'), '$.stockBuffer', 7) WHERE user_id = :userId`,
      merchant,
    );
    await set(`INSERT INTO field_locks VALUES (:userId, :key, 'price', NOW(3))`, merchant);
    await restore(file);
    expect(await env.db.rows(roles, { userId: operator.userId })).to.deep.equal([{ name: 'user' }]);
    expect(await env.db.rows(roles, { userId: merchant.userId })).to.deep.equal([{ name: 'user' }]);
    const { settings } = await getSyncConfig(env.db, merchant.userId);
    expect(settings).to.deep.include({ mode: 'preview', mirror: false, restrictedWords: ['нож'], stockBuffer: 0 });
    expect(
      await env.db.rows('SELECT listing_key AS `key`, field FROM field_locks WHERE user_id = :userId', {
        userId: merchant.userId,
      }),
    ).to.deep.equal([{ key: good?.id, field: 'price' }]);
  });

  for (const [when, script] of Object.entries({
    'before anything was loaded': 'exit 1',
    'when everything was loaded': '"$CLIENT" "$@"; exit 1',
  }))
    it(`that broke off ${when} forgets nothing of the replaced database when it is repeated`, async () => {
      const [left, gone] = await Promise.all([0, 1].map(() => env.merchant({ goods: 1 })));
      if (!left || !gone) throw new Error('no merchants');
      const file = await backup();
      const { userId } = left;
      await env.db.change(`UPDATE users SET status = 'suspended' WHERE id = :userId`, { userId });
      await env.db.change(`UPDATE vk_connections SET access_token = 'newest' WHERE user_id = :userId`, { userId });
      await env.db.change('DELETE FROM users WHERE id = :userId', { userId: gone.userId });
      for (let time = 0; time < 2; time += 1)
        expect(await refusal(restore(file, { script }))).to.deep.include({ code: 'RESTORE.FAILED' });
      const restored = await restore(file);
      expect(restored).to.deep.include({ isCarriedOver: true, deletedSince: [gone.userId] });
      expect(restored.rows).not.to.have.property('restore_carried_over');
      expect(await env.db.rows(`SHOW TABLES LIKE 'restore%'`)).to.deep.equal([]);
      expect(
        await env.db.first(
          `SELECT u.status, v.access_token AS token FROM users u JOIN vk_connections v ON v.user_id = u.id
           WHERE u.id = :userId`,
          { userId },
        ),
      ).to.deep.equal({ status: 'suspended', token: 'newest' });
    });
});
