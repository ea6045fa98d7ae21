import { expect } from 'chai';
import type { Database } from '../../src/db/database.js';
import { insertApiLog, type OwnedApiLogEntry } from '../../src/db/repositories/api-log.repository.js';
import {
  adoptableItems,
  saveLinks,
  strayLinks,
  type ItemLink,
  type Shop,
} from '../../src/db/repositories/links.repository.js';
import { saveListings } from '../../src/db/repositories/listings.repository.js';
import { dropUnseen, saveShopItems, type ShopItem } from '../../src/db/repositories/shop-cache.repository.js';
import { insertUser } from '../../src/db/repositories/users.repository.js';
import type { ListingKey, UserId, VkGroupId, VkItemId } from '../../src/domain/brand.js';
import { kopecks } from '../../src/domain/money.js';
import { createLogger } from '../../src/observability/logger.js';
import { createApiLogWriter } from '../../src/services/vendors/api-log-writer.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';

const READ = 7;
const QUIET = createLogger({ level: 'error' });
let serial = 100;

describe('the shop beside its links', () => {
  let base: TestDatabase;
  let db: Database;
  let shop: Shop;

  before(async () => {
    base = await migratedDatabase();
    db = base.db;
  });
  after(() => base.drop());
  beforeEach(async () => {
    const account = { email: freshEmail(), firstName: '', lastName: '', phone: null, passwordHash: 'x' };
    shop = { userId: await insertUser(db, { ...account, role: 'user' }), groupId: (serial += 1) as VkGroupId };
  });

  const key = (name: string) => name as ListingKey;
  const listing = (name: string) => ({
    key: key(name),
    isListed: true,
    isSelected: true,
    reasonCode: null,
    reasonParams: null,
    name,
    description: null,
    price: kopecks(1),
    stock: 1,
    album: null,
    categoryId: 1,
    photo: null,
    till: { storeId: null, price: null, quantity: null },
    digests: 'a'.repeat(42),
  });
  const item = (sku: string | null, changes: Partial<ShopItem> = {}): ShopItem => ({
    id: (serial += 1) as VkItemId,
    title: 't',
    description: 'd',
    priceKopecks: 1,
    sku,
    stock: 1,
    availability: 'available',
    categoryId: 1,
    albumIds: [],
    photoIds: [],
    thumbUrl: null,
    createdAt: null,
    ...changes,
  });
  const link = (name: string, itemId: VkItemId, state: ItemLink['state'] = 'live'): ItemLink => ({
    key: key(name),
    itemId,
    state,
    stateCause: null,
    madeBy: 'created',
    sentDigests: null,
    sent: null,
    echoDigests: null,
    sku: null,
    photoId: null,
    albumId: null,
  });

  it('adopts what carries a key of ours and has no link: not foreign goods, not removed ones, not those of an old read', async () => {
    await saveListings(db, shop.userId, ['free', 'linked', 'hidden', 'removed', 'old'].map(listing), 1);
    const [free, twin] = [item('free'), item('free')];
    const [linked, hidden] = [item('linked'), item('hidden', { availability: 'unavailable' })];
    const removed = item('removed', { availability: 'removed' });
    await saveShopItems(
      db,
      shop,
      [twin, free, linked, hidden, removed, item('stranger'), item(null), item('FREE')],
      READ,
    );
    await saveShopItems(db, shop, [item('old')], READ - 1);
    await saveLinks(db, shop, [link('linked', linked.id), link('elsewhere', twin.id)]);
    expect(await adoptableItems(db, shop, READ - 1)).to.deep.equal([
      { key: 'free', itemId: free.id, isHidden: false },
      { key: 'hidden', itemId: hidden.id, isHidden: true },
    ]);
  });

  it('looks through a shop of thousands in a moment', async function () {
    this.timeout(30_000);
    const names = Array.from({ length: 8000 }, (_, index) => `k${String(index).padStart(5, '0')}`);
    await saveListings(db, shop.userId, names.map(listing), 1);
    const items = names.map(name => item(name));
    await saveShopItems(db, shop, items, READ);
    await saveLinks(
      db,
      shop,
      items.map(({ sku, id }) => link(sku ?? '', id)),
    );
    const startedAt = Date.now();
    expect(await adoptableItems(db, shop, READ - 1)).to.deep.equal([]);
    expect(await strayLinks(db, shop, READ)).to.deep.equal([]);
    // Compared pair by pair it takes ten seconds and more.
    expect(Date.now() - startedAt).to.be.lessThan(3000);
  });

  it('finds links whose item is gone, or hidden by another hand', async () => {
    const [seen, goneId, hiddenByHand, hiddenByUs] = [
      item('a'),
      (serial += 1) as VkItemId,
      item('c', { availability: 'unavailable' }),
      item('d', { availability: 'unavailable' }),
    ];
    await saveShopItems(db, shop, [seen, hiddenByHand, hiddenByUs], READ);
    await saveLinks(db, shop, [
      link('a', seen.id),
      link('b', goneId),
      link('c', hiddenByHand.id),
      link('d', hiddenByUs.id, 'hidden'),
      link('e', (serial += 1) as VkItemId, 'detached'),
    ]);
    expect((await strayLinks(db, shop, READ)).map(stray => stray.key as string).sort()).to.deep.equal(['b', 'c']);
  });

  it('forgets what a complete read did not see, and every other community’s; links stay', async () => {
    const elsewhere = { ...shop, groupId: (serial += 1) as VkGroupId };
    const [kept, gone] = [item('kept'), item('gone')];
    await saveShopItems(db, shop, [gone], READ - 1);
    await saveShopItems(db, shop, [kept], READ);
    await saveShopItems(db, elsewhere, [item('other')], READ + 5);
    await saveLinks(db, shop, [link('gone', gone.id)]);
    await dropUnseen(db, shop, 'vk_cached_products', READ);
    const rows = await db.rows('SELECT sku FROM vk_cached_products WHERE user_id = :userId', { userId: shop.userId });
    expect(rows).to.deep.equal([{ sku: 'kept' }]);
    expect((await strayLinks(db, shop, READ)).map(stray => stray.key as string)).to.deep.equal(['gone']);
  });

  describe('the API log', () => {
    const entry = (path: string): Omit<OwnedApiLogEntry, 'userId' | 'jobId'> & { warning: string | null } => ({
      service: 'vk',
      method: 'POST',
      path,
      status: 200,
      outcome: 'ok',
      vendorCode: null,
      warning: null,
      startedAt: new Date(),
      durationMs: 1.6,
      requestBytes: 1,
      responseBytes: 2,
      requestBody: '{"name":"🍵"}',
      responseBody: null,
    });
    const rowsOf = (userId: UserId) =>
      db.rows<{ path: string }>('SELECT path FROM api_log WHERE user_id = :userId ORDER BY id', { userId });

    it('is drained to the last entry, in order, however many come meanwhile', async () => {
      const writer = createApiLogWriter(db, QUIET);
      const note = writer.for({ userId: shop.userId, jobId: null });
      for (let index = 0; index < 700; index++) note(entry(`call-${String(index).padStart(3, '0')}`));
      const drained = writer.drain();
      note(entry('late'));
      await drained;
      const paths = (await rowsOf(shop.userId)).map(({ path }) => path);
      expect(paths).to.have.length(701);
      expect(paths).to.deep.equal([...paths.slice(0, 700).sort(), 'late']);
      await writer.drain();
    });

    it('cuts what is too long, and keeps the calls of the others when one merchant was deleted meanwhile', async () => {
      const writer = createApiLogWriter(db, QUIET);
      const note = writer.for({ userId: shop.userId, jobId: null });
      note(entry('first')); // leaves alone; the others wait for each other
      writer.for({ userId: 999_999_999 as UserId, jobId: null })(entry('orphan'));
      note(entry('x'.repeat(400)));
      await writer.drain();
      expect((await rowsOf(shop.userId)).map(({ path }) => path.length)).to.deep.equal([5, 300]);
      await insertApiLog(db, []);
    });
  });
});
