import { expect } from 'chai';
import type { GroupId, ProductId, StoreId, UserId } from '../../src/domain/brand.js';
import { kopecks } from '../../src/domain/money.js';
import { milli } from '../../src/domain/quantity.js';
import { upsertRows } from '../../src/db/bulk.js';
import type { Database } from '../../src/db/database.js';
import { productsByIds } from '../../src/db/repositories/listings.repository.js';
import {
  listGroups,
  listStores,
  markRowsMissing,
  markStoresMissing,
  saveGroups,
  saveProducts,
  saveStores,
  setStoreRead,
  type DigestedProduct,
} from '../../src/db/repositories/till-cache.repository.js';
import { insertUser } from '../../src/db/repositories/users.repository.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';
import { statementsOf } from '../support/services-env-statements.js';

const STORE = 'store-1' as StoreId;

function product(id: string, changes: Partial<DigestedProduct> = {}): DigestedProduct {
  return {
    id: id as ProductId,
    storeId: STORE,
    groupId: 'g-1' as GroupId,
    name: 'Чай «Ассам»',
    type: 'NORMAL',
    price: kopecks(19_900),
    costPrice: null,
    quantity: milli(2500),
    measureName: 'кг',
    allowToSell: true,
    description: null,
    articleNumber: null,
    code: null,
    barcodes: [],
    attributesChoices: {},
    isExcisable: false,
    isAgeLimited: false,
    rowDigest: 'd'.repeat(32),
    ...changes,
  };
}

describe('values in the database', () => {
  let base: TestDatabase;
  let db: Database;
  let userId: UserId;

  before(async () => {
    base = await migratedDatabase();
    db = base.db;
  });
  after(() => base.drop());
  beforeEach(async () => {
    const account = { email: freshEmail(), firstName: '', lastName: '', phone: null, passwordHash: 'x' };
    userId = await insertUser(db, { ...account, role: 'user' });
  });

  const back = async (id: string) => (await productsByIds(db, userId, [id as ProductId]))[0];

  it('gives a product back as it was: big numbers, negative stock, emoji, quotes, markup', async () => {
    const odd = product('p-1', {
      name: `Яйцо 🐣 'шок' \\ "50%" <script>alert(1)</script> :userId ?`,
      price: kopecks(Number.MAX_SAFE_INTEGER),
      costPrice: kopecks(1),
      quantity: milli(-4_934_000),
      description: '👩‍👩‍👧 две\nстроки\u0000',
      barcodes: ['4600000000001', 'ё🐣'],
      attributesChoices: { 'size:1': 'XL' },
      isExcisable: true,
      isAgeLimited: true,
      allowToSell: false,
    });
    await saveProducts(db, userId, [odd], 1);
    const { rowDigest: _digest, ...kept } = odd;
    expect(await back('p-1')).to.deep.equal(kept);
  });

  it('keeps "the till did not say" apart from zero and from empty', async () => {
    const nothing = product('p-2', { price: null, quantity: null, groupId: null, type: null, measureName: null });
    const zero = product('p-3', { price: kopecks(0), quantity: milli(0), measureName: '', description: '' });
    await saveProducts(db, userId, [nothing, zero], 1);
    expect(await back('p-2')).to.include({ price: null, quantity: null, groupId: null, type: null, measureName: null });
    expect(await back('p-3')).to.include({ price: 0, quantity: 0, measureName: '', description: '' });
  });

  it('tells ids apart that differ in case alone', async () => {
    await saveProducts(db, userId, [product('Case'), product('case', { name: 'другой' })], 1);
    expect(await back('Case')).to.include({ name: 'Чай «Ассам»' });
    expect(await back('case')).to.include({ name: 'другой' });
  });

  it('keeps times in UTC to the millisecond, whatever the zone of the process', async () => {
    const at = new Date('2026-03-29T00:59:59.123Z');
    await db.change('UPDATE users SET last_login_at = :at WHERE id = :userId', { at, userId });
    const row = await db.first<{ at: Date; text: string }>(
      'SELECT last_login_at AS at, CAST(last_login_at AS CHAR) AS text FROM users WHERE id = :userId',
      { userId },
    );
    expect(row?.at.getTime()).to.equal(at.getTime());
    expect(row?.text).to.equal('2026-03-29 00:59:59.123');
  });

  it('writes 20,000 products twice, and no row twice', async function () {
    this.timeout(30_000);
    const many = Array.from({ length: 20_000 }, (_, index) => product(`bulk-${index}`));
    const written = await statementsOf(db, () => saveProducts(db, userId, many, 1));
    expect(written.length).to.equal(40);
    await saveProducts(
      db,
      userId,
      many.map(one => ({ ...one, name: 'новое' })),
      2,
    );
    const counts = await db.first<{ n: number; renamed: number }>(
      `SELECT COUNT(*) AS n, CAST(SUM(name = 'новое') AS SIGNED) AS renamed FROM cached_products WHERE user_id = :userId`,
      { userId },
    );
    expect(counts).to.deep.equal({ n: 20_000, renamed: 20_000 });
  });

  it('writes no statement for no rows', async () => {
    const statements = await statementsOf(db, () => upsertRows(db, 'roles', ['name'], [], ['name']));
    expect(statements).to.deep.equal([]);
  });

  it('marks as missing what a later read did not see, in that store alone, and takes it back when it returns', async () => {
    const other = 'store-2' as StoreId;
    await saveProducts(db, userId, [product('a'), product('b'), product('b', { storeId: other })], 10);
    await saveProducts(db, userId, [product('a')], 20);
    await markRowsMissing(db, 'cached_products', { userId, storeId: STORE, readId: 20 });
    expect(await back('a')).to.include({ id: 'a' });
    expect((await productsByIds(db, userId, ['b' as ProductId])).map(({ storeId }) => storeId)).to.deep.equal([other]);
    await saveProducts(db, userId, [product('b')], 30);
    expect(await productsByIds(db, userId, ['b' as ProductId])).to.have.length(2);
  });

  it('does not lose goods to an earlier read that is still under way when a later one ends', async () => {
    await saveProducts(db, userId, [product('a'), product('b')], 20);
    await saveProducts(db, userId, [product('a')], 10); // the slower read comes last with what both have seen
    await markRowsMissing(db, 'cached_products', { userId, storeId: STORE, readId: 20 });
    expect(await back('a')).to.include({ id: 'a' });
    const group = { id: 'g' as GroupId, storeId: STORE, parentId: null, name: 'Чай', attributes: [] };
    await saveGroups(db, userId, [group], 20);
    await saveGroups(db, userId, [group], 10);
    await markRowsMissing(db, 'cached_groups', { userId, storeId: STORE, readId: 20 });
    expect((await listGroups(db, userId)).map(({ id }) => id)).to.deep.equal(['g']);
  });

  it('keeps the newer values when an earlier read writes last, of goods and of groups', async () => {
    await saveProducts(db, userId, [product('a', { name: 'новое' })], 20);
    await saveProducts(db, userId, [product('a', { name: 'старое' })], 10);
    expect(await back('a')).to.include({ name: 'новое' });
    await saveProducts(db, userId, [product('a', { name: 'новейшее' })], 30);
    expect(await back('a')).to.include({ name: 'новейшее' });
    const group = (name: string) => ({ id: 'g' as GroupId, storeId: STORE, parentId: null, name, attributes: [] });
    await saveGroups(db, userId, [group('новое')], 20);
    await saveGroups(db, userId, [group('старое')], 10);
    expect((await listGroups(db, userId)).map(({ name }) => name)).to.deep.equal(['новое']);
  });

  it('keeps stores in the merchant’s order, with how their last read ended', async () => {
    const store = (id: string) => ({ id: id as StoreId, name: id, address: null });
    await saveStores(db, userId, [store('b'), store('a')]);
    await setStoreRead(db, userId, 'a' as StoreId, {
      state: 'complete',
      code: null,
      digest: 'x'.repeat(64),
      readId: 1,
    });
    await setStoreRead(db, userId, 'a' as StoreId, {
      state: 'not_paid',
      code: 'EVOTOR.STORE_NOT_PAID',
      digest: null,
      readId: 2,
    });
    await markStoresMissing(db, userId, ['a' as StoreId]);
    const stores = await listStores(db, userId);
    expect(stores.map(({ id, isMissing, readState }) => [id, isMissing, readState])).to.deep.equal([
      ['b', true, 'never'],
      ['a', false, 'not_paid'],
    ]);
    expect(stores[1]?.completeReadAt).to.be.instanceOf(Date);
    await markStoresMissing(db, userId, []);
    expect((await listStores(db, userId)).every(({ isMissing }) => isMissing)).to.equal(true);
    await saveStores(db, userId, [store('b')]);
    expect((await listStores(db, userId)).find(({ id }) => id === 'b')?.isMissing).to.equal(false);
  });

  it('cuts what is longer than its column instead of failing the read', async () => {
    const long = 'я'.repeat(600);
    await saveStores(db, userId, [{ id: STORE, name: long, address: long }]);
    await saveProducts(
      db,
      userId,
      [product('long', { name: long, articleNumber: long, code: long, type: long, measureName: long })],
      1,
    );
    expect((await listStores(db, userId))[0]).to.include({ name: long.slice(0, 255), address: long.slice(0, 500) });
    expect(await back('long')).to.include({ name: long.slice(0, 500), measureName: long.slice(0, 50) });
  });
});
