import { randomBytes } from 'node:crypto';
import type { Database } from '../../src/db/database.js';
import { insertPartnerToken } from '../../src/db/repositories/partner-tokens.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { openNotice } from '../../src/services/notices/notices.js';
import type { AccountEnv } from './account-env.js';

/** A merchant with both connections and something in most tables; every secret of theirs. */
export async function settledMerchant(
  db: Database,
  env: AccountEnv,
): Promise<{ id: UserId; email: string; secrets: readonly string[] }> {
  const { id, email } = await env.user();
  const mark = randomBytes(4).toString('hex');
  const secrets = [`sealed-till-${mark}`, `sealed-vk-${mark}`, `sealed-refresh-${mark}`];
  const now = new Date();
  const till = await db.insert(
    `INSERT INTO evotor_connections (user_id, access_token, connection_type, connected_at, updated_at)
     VALUES (:id, :token, 'manual', :now, :now)`,
    { id, token: secrets[0] ?? '', now },
  );
  await insertPartnerToken(db, till, randomBytes(32));
  await db.change(
    `INSERT INTO vk_connections (user_id, access_token, refresh_token, group_id, group_name, connected_at, updated_at)
     VALUES (:id, :token, :refresh, :group, 'Чайная', :now, :now)`,
    { id, token: secrets[1] ?? '', refresh: secrets[2] ?? '', group: 1000 + Number(id), now },
  );
  await db.change(
    `INSERT INTO connection_attempts (user_id, service, token, created_at) VALUES (:id, 'vk', 'x', :now)`,
    { id, now },
  );
  await db.change(
    `INSERT INTO vk_id_requests (user_id, state_hash, session_hash, secret, created_at) VALUES (:id, :hash, :hash, 'x', :now)`,
    { id, hash: randomBytes(32), now },
  );
  const config = await db.insert(
    `INSERT INTO sync_configs (user_id, settings, created_at, updated_at) VALUES (:id, '{"mode":"auto"}', :now, :now)`,
    { id, now },
  );
  await db.change(
    `INSERT INTO sync_filters (sync_config_id, entity_type, entity_id, entity_name, filter_mode, created_at)
     VALUES (:config, 'group', :mark, 'Чай «Белый»', 'include', :now)`,
    { config, mark, now },
  );
  await db.change(
    `INSERT INTO product_overrides (user_id, listing_key, name, updated_at) VALUES (:id, :mark, 'Своё имя', :now)`,
    { id, mark, now },
  );
  await db.change(
    `INSERT INTO field_locks (user_id, listing_key, field, created_at) VALUES (:id, :mark, 'name', :now), (:id, :mark, 'price', :now)`,
    { id, mark, now },
  );
  const job = await db.insert(
    `INSERT INTO sync_jobs (user_id, triggered_by, status, request_id, created_at) VALUES (:id, 'manual', 'running', 'r', :now)`,
    { id, now },
  );
  const rows = Array.from(
    { length: 1203 },
    (_none, n) => `(${job}, ${id}, 1, 'create', 1, '${mark}-${n}', '{"name":"Чай"}', 'NEW', NOW())`,
  );
  await db.change(
    `INSERT INTO sync_operations (job_id, user_id, vk_group_id, kind, rank_in_run, listing_key, after_value, reason_code, created_at) VALUES ${rows.join(',')}`,
  );
  await openNotice(db, id, 'VK.CAPTCHA', { why: mark });
  return { id, email, secrets };
}
