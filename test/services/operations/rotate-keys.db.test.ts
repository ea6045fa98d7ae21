import { expect } from 'chai';
import type { UserId } from '../../../src/domain/brand.js';
import { createTokenVault, keyIdOf } from '../../../src/security/token-vault.js';
import { countKeys, neededKeys, rotateKeys } from '../../../src/services/operations/rotate-keys.js';
import { SEALED_COLUMNS } from '../../../src/services/operations/sealed-columns.js';
import { tokenPlace } from '../../../src/services/vendors/token-places.js';
import { accountEnv } from '../../support/account-env.js';
import { migratedDatabase, type TestDatabase } from '../../support/services-env-database.js';
import { settledMerchant } from '../../support/settled-merchant.js';

const [OLD, NEW, LOST] = [1, 2, 3].map(n => new Uint8Array(32).fill(n)) as [Uint8Array, Uint8Array, Uint8Array];

describe('changing the key of the tokens', () => {
  let base: TestDatabase;
  const before = createTokenVault([OLD]);
  const both = createTokenVault([NEW, OLD]);

  beforeEach(async () => {
    base = await migratedDatabase();
  });
  afterEach(() => base.drop());

  /** A merchant with something sealed in every column, and a till that waits for its merchant. */
  async function sealEverything(vault = before): Promise<UserId> {
    const { id } = await settledMerchant(base.db, accountEnv(base.db));
    const now = new Date();
    await base.db.change(
      `INSERT INTO evotor_connections (evotor_user_id, connection_type, access_token, connected_at, updated_at)
       VALUES (CONCAT('01-', :id), 'webhook', 'x', :now, :now)`,
      { id, now },
    );
    for (const { table, column, placeOf } of SEALED_COLUMNS) {
      const service = table === 'connection_attempts' ? 'service' : 'NULL';
      const rows = await base.db.rows<{ id: number; userId: UserId | null; service: 'vk' | null }>(
        `SELECT id, user_id AS userId, ${service} AS service FROM ${table}`,
      );
      for (const row of rows)
        await base.db.change(
          `UPDATE ${table} SET ${column} = :sealed WHERE id = :id AND LEFT(COALESCE(${column}, ''), 3) <> 'v1.'`,
          {
            id: row.id,
            sealed: vault.seal(`${table}.${column}.${row.id}`, placeOf(row)),
          },
        );
    }
    return id;
  }
  async function openAll(vault: ReturnType<typeof createTokenVault>): Promise<readonly string[]> {
    const texts: string[] = [];
    for (const { table, column, placeOf } of SEALED_COLUMNS) {
      const service = table === 'connection_attempts' ? 'service' : 'NULL';
      const rows = await base.db.rows<{ id: number; userId: UserId | null; service: 'vk' | null; sealed: string }>(
        `SELECT id, user_id AS userId, ${service} AS service, ${column} AS sealed FROM ${table} WHERE ${column} IS NOT NULL`,
      );
      for (const row of rows) texts.push(vault.open(row.sealed, placeOf(row)));
    }
    return texts;
  }

  it('seals everything anew, so that the old key can go', async () => {
    await sealEverything();
    await sealEverything();
    const texts = await openAll(both);
    expect(await neededKeys(base.db)).to.deep.equal([...before.keyIds]);
    expect(await countKeys({ db: base.db, vault: both })).to.deep.equal({
      total: 22,
      current: 0,
      old: 22,
      unreadable: 0,
    });
    expect(await rotateKeys({ db: base.db, vault: both })).to.deep.equal({
      resealed: 22,
      total: 22,
      current: 22,
      old: 0,
      unreadable: 0,
    });
    expect(await openAll(createTokenVault([NEW]))).to.deep.equal(texts);
    expect(await rotateKeys({ db: base.db, vault: both })).to.include({ resealed: 0, current: 22 });
  });

  it('leaves a value alone that somebody renews meanwhile, and counts it', async () => {
    const userId = await sealEverything();
    let renewed = '';
    const busy: typeof base.db = {
      ...base.db,
      change: async (sql, values) => {
        if (sql.includes('UPDATE vk_connections SET access_token')) {
          // A worker that still seals with the old key renews the token at this very moment.
          renewed = before.seal('renewed', tokenPlace.vk(userId));
          await base.db.change('UPDATE vk_connections SET access_token = :renewed', { renewed });
        }
        return base.db.change(sql, values);
      },
    };
    expect(await rotateKeys({ db: busy, vault: both })).to.include({ old: 1, unreadable: 0 });
    expect(await base.db.first('SELECT access_token AS token FROM vk_connections')).to.deep.equal({ token: renewed });
    expect(await rotateKeys({ db: base.db, vault: both })).to.include({ resealed: 1, old: 0 });
  });

  it('goes on where it was broken off', async () => {
    await sealEverything();
    let writes = 0;
    const dying: typeof base.db = {
      ...base.db,
      change: (sql, values) =>
        (writes += 1) > 3 ? Promise.reject(new Error('the power is out')) : base.db.change(sql, values),
    };
    await rotateKeys({ db: dying, vault: both }).catch(() => undefined);
    expect(await rotateKeys({ db: base.db, vault: both })).to.include({ resealed: 8, current: 11, old: 0 });
  });

  it('counts what no key opens, and leaves it as it is', async () => {
    await sealEverything(createTokenVault([LOST]));
    expect(await rotateKeys({ db: base.db, vault: both })).to.deep.equal({
      resealed: 0,
      total: 11,
      current: 0,
      old: 0,
      unreadable: 11,
    });
  });

  it('takes a text with the name of a key that does not open it for what it is', async () => {
    await sealEverything();
    const { sealed } = (await base.db.first<{ sealed: string }>(
      'SELECT access_token AS sealed FROM vk_connections',
    )) ?? {
      sealed: '',
    };
    await base.db.change('UPDATE vk_connections SET access_token = :broken', { broken: sealed.slice(0, -4) });
    expect(await rotateKeys({ db: base.db, vault: both })).to.include({ unreadable: 1, current: 10 });
  });

  it('knows every sealed column: those of the vault’s users, and those of the schema', async () => {
    const anyPlace = Object.values(tokenPlace).map(place =>
      (place as (id: number, service: 'vk') => { table: string; column: string })(1, 'vk'),
    );
    const names = (columns: readonly { table: string; column: string }[]) =>
      [...new Set(columns.map(({ table, column }) => `${table}.${column.split('.')[0] ?? ''}`))].sort();
    expect(names(SEALED_COLUMNS)).to.deep.equal(names(anyPlace));
    const schema = await base.db.rows<{ table: string; column: string }>(
      `SELECT table_name AS \`table\`, column_name AS \`column\` FROM information_schema.columns
       WHERE table_schema = DATABASE() AND data_type = 'text' AND collation_name = 'ascii_bin'`,
    );
    expect(names(schema)).to.deep.equal(names(SEALED_COLUMNS));
  });

  it('tells the key of a sealed text and of nothing else', () => {
    expect(keyIdOf(before.seal('x', tokenPlace.vk(1 as UserId)))).to.equal(before.keyIds[0]);
    for (const text of ['', 'v1.', 'v1.a', 'v2.abc.def', 'vk1.a.token with spaces'])
      expect(keyIdOf(text)).to.equal(null);
  });
});
