import { expect } from 'chai';
import type { Database } from '../../src/db/database.js';
import { listFilters, removeFilter, saveFilter } from '../../src/db/repositories/filters.repository.js';
import {
  findJob,
  findOwnJob,
  insertJob,
  lastFinishedJob,
  listJobs,
  openJob,
  requestCancel,
  updateJob,
} from '../../src/db/repositories/jobs.repository.js';
import {
  albumLinks,
  forgetAlbum,
  linkedKeys,
  linksByKeys,
  saveAlbumLink,
  saveLinks,
  type ItemLink,
  type Shop,
} from '../../src/db/repositories/links.repository.js';
import {
  getSyncConfig,
  raiseInputVersion,
  updateSyncConfig,
} from '../../src/db/repositories/sync-config.repository.js';
import { findUserByEmail, findUserById, insertUser } from '../../src/db/repositories/users.repository.js';
import type { JobId, ListingKey, UserId, VkAlbumId, VkGroupId, VkItemId } from '../../src/domain/brand.js';
import { isAppError } from '../../src/domain/errors.js';
import { DEFAULT_SETTINGS } from '../../src/domain/settings.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';

let base: TestDatabase;
let db: Database;

function account(changes: { email?: string; phone?: string } = {}) {
  const { email = freshEmail(), phone = null } = changes;
  return { email, firstName: 'Анна', lastName: 'Смирнова', phone, passwordHash: 'x', role: 'user' } as const;
}
const merchant = (): Promise<UserId> => insertUser(db, account());
const codeOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? error.code : error),
  );

describe('repositories', () => {
  before(async () => {
    base = await migratedDatabase();
    db = base.db;
  });
  after(() => base.drop());

  describe('users', () => {
    it('are found by e-mail without regard to case and blanks', async () => {
      const email = freshEmail();
      const id = await insertUser(db, account({ email }));
      expect((await findUserByEmail(db, ` ${email.toUpperCase()} `))?.id).to.equal(id);
      expect(await findUserById(db, id)).to.include({ email, status: 'active', sessionEpoch: 0 });
      expect((await findUserById(db, id))?.roles).to.deep.equal(['user']);
      expect(await findUserByEmail(db, freshEmail())).to.equal(null);
    });

    it('share no e-mail, but a telephone: nobody learns from a form who has it', async () => {
      const email = freshEmail();
      await insertUser(db, account({ email, phone: '+70000000001' }));
      expect(await codeOf(insertUser(db, account({ email: email.toUpperCase() })))).to.equal('ACCOUNT.EMAIL_TAKEN');
      await insertUser(db, account({ email: freshEmail(), phone: '+70000000001' }));
    });
  });

  describe('jobs', () => {
    const wish = (userId: UserId, requestId: string) =>
      ({ userId, kind: 'sync', trigger: 'manual', workflowId: `sync/${userId}`, requestId }) as const;

    it('are one for one request id, and two for two', async () => {
      const userId = await merchant();
      const first = await insertJob(db, wish(userId, 'r-1'));
      expect(await insertJob(db, wish(userId, 'r-1'))).to.equal(first);
      expect(await insertJob(db, wish(userId, 'r-2'))).not.to.equal(first);
      const other = await merchant();
      expect(await insertJob(db, wish(other, 'r-1'))).not.to.equal(first);
    });

    it('are shown to their merchant alone', async () => {
      const [mine, theirs] = [await merchant(), await merchant()];
      const id = await insertJob(db, wish(mine, 'r-1'));
      expect(await findOwnJob(db, theirs, id)).to.equal(null);
      expect((await findOwnJob(db, mine, id))?.id).to.equal(id);
      expect(await findJob(db, 999_999 as JobId)).to.equal(null);
      expect(await listJobs(db, theirs, { offset: 0, limit: 10 })).to.deep.equal({ rows: [], total: 0 });
    });

    it('come newest first, in pages; the open one running before waiting; the last sync that is over', async () => {
      const userId = await merchant();
      const ids: JobId[] = [];
      for (const requestId of ['a', 'b', 'c']) ids.push(await insertJob(db, wish(userId, requestId)));
      const page = await listJobs(db, userId, { offset: 1, limit: 1 });
      expect([page.rows[0]?.id, page.total]).to.deep.equal([ids[1], 3]);
      expect((await openJob(db, userId))?.id).to.equal(ids[0]);
      await updateJob(db, ids[1]!, { status: 'running' });
      expect((await openJob(db, userId))?.id).to.equal(ids[1]);
      expect(await lastFinishedJob(db, userId)).to.equal(null);
      await updateJob(db, ids[0]!, { status: 'success', finished_at: new Date() });
      expect((await lastFinishedJob(db, userId))?.id).to.equal(ids[0]);
    });

    it('are asked to end once, while they are open, and no others', async () => {
      const [userId, other] = [await merchant(), await merchant()];
      const [over, open] = [await insertJob(db, wish(userId, 'a')), await insertJob(db, wish(userId, 'b'))];
      const theirs = await insertJob(db, wish(other, 'a'));
      await updateJob(db, over, { status: 'failed' });
      await requestCancel(db, userId);
      const asked = (await findJob(db, open))?.cancelRequestedAt;
      expect(asked).to.be.instanceOf(Date);
      await requestCancel(db, userId);
      expect((await findJob(db, open))?.cancelRequestedAt).to.deep.equal(asked);
      for (const id of [over, theirs]) expect((await findJob(db, id))?.cancelRequestedAt).to.equal(null);
    });
  });

  describe('links', () => {
    let items = 1000;
    const link = (key: string, changes: Partial<ItemLink> = {}): ItemLink => ({
      key: key as ListingKey,
      itemId: (items += 1) as VkItemId,
      state: 'live',
      stateCause: null,
      madeBy: 'created',
      sentDigests: null,
      sent: null,
      echoDigests: null,
      sku: null,
      photoId: null,
      albumId: null,
      ...changes,
    });
    const shopOf = async (): Promise<Shop> => ({ userId: await merchant(), groupId: (items += 1) as VkGroupId });
    const get = async (shop: Shop, key: string) =>
      (await linksByKeys(db, shop, [key as ListingKey])).get(key as ListingKey);

    it('are one per key and community, whole rows, written again as they are', async () => {
      const shop = await shopOf();
      const one = link('k-1', { state: 'hidden', stateCause: 'NO_PRICE', sentDigests: 'a'.repeat(42) });
      await saveLinks(db, shop, [one]);
      expect(await get(shop, 'k-1')).to.deep.equal(one);
      const moved = { ...one, itemId: (items += 1) as VkItemId, state: 'live' as const, stateCause: null };
      await saveLinks(db, shop, [moved]);
      expect(await get(shop, 'k-1')).to.deep.equal(moved);
      const elsewhere = { ...shop, groupId: (items += 1) as VkGroupId };
      expect(await get(elsewhere, 'k-1')).to.equal(undefined);
      await saveLinks(db, elsewhere, [link('k-1')]);
      expect(await get(shop, 'k-1')).to.deep.equal(moved);
      expect(await linksByKeys(db, shop, [])).to.deep.equal(new Map());
    });

    it('tell keys apart by case', async () => {
      const shop = await shopOf();
      const [upper, lower] = [link('bc:A'), link('bc:a')];
      await saveLinks(db, shop, [upper, lower]);
      expect((await get(shop, 'bc:A'))?.itemId).to.equal(upper.itemId);
      expect((await get(shop, 'bc:a'))?.itemId).to.equal(lower.itemId);
    });

    it('tie an item to one key alone', async () => {
      const shop = await shopOf();
      const one = link('k-1');
      await saveLinks(db, shop, [one]);
      await saveLinks(db, shop, [{ ...one, key: 'k-2' as ListingKey }]);
      const rows = await db.rows('SELECT id FROM item_links WHERE vk_group_id = :groupId', { groupId: shop.groupId });
      expect(rows).to.have.length(1);
    });

    it('remember since when they are in their state', async () => {
      const shop = await shopOf();
      const one = link('k-1');
      const past = new Date('2026-01-02T03:04:05.678Z');
      const since = async () =>
        (
          await db.first<{ at: Date }>('SELECT state_at AS at FROM item_links WHERE user_id = :userId', {
            userId: shop.userId,
          })
        )?.at;
      await saveLinks(db, shop, [one]);
      await db.change('UPDATE item_links SET state_at = :past WHERE user_id = :userId', { past, userId: shop.userId });
      await saveLinks(db, shop, [{ ...one, stateCause: 'x' }]);
      expect(await since()).to.deep.equal(past);
      await saveLinks(db, shop, [{ ...one, state: 'hidden' }]);
      expect((await since())?.getTime()).to.be.greaterThan(past.getTime());
    });

    it('are counted by state', async () => {
      const shop = await shopOf();
      await saveLinks(db, shop, [
        link('live'),
        link('hidden', { state: 'hidden' }),
        link('detached', { state: 'detached' }),
      ]);
      expect(await linkedKeys(db, shop.userId, ['live', 'hidden'])).to.deep.equal(new Set(['live', 'hidden']));
    });

    it('of albums are one per title, and forgotten when the album is gone', async () => {
      const shop = await shopOf();
      await saveAlbumLink(db, shop, { title: 'Чай', albumId: 1 as VkAlbumId, madeBy: 'created' });
      await saveAlbumLink(db, shop, { title: 'чай', albumId: 2 as VkAlbumId, madeBy: 'matched' });
      await saveAlbumLink(db, shop, { title: 'Чай', albumId: 3 as VkAlbumId, madeBy: 'matched' });
      const links = await albumLinks(db, shop);
      expect([...links.values()].map(({ title, albumId, madeBy }) => [title, albumId, madeBy]).sort()).to.deep.equal([
        ['Чай', 3, 'matched'],
        ['чай', 2, 'matched'],
      ]);
      await forgetAlbum(db, shop, 3 as VkAlbumId);
      expect([...(await albumLinks(db, shop)).keys()]).to.deep.equal(['чай']);
    });
  });

  describe('filters and settings', () => {
    const rule = (entityId: string, mode: 'include' | 'exclude') =>
      ({ entityType: 'group', entityId, entityName: 'Чай', mode, parentId: null }) as const;

    it('hold one rule per entity, oldest first, and forget a removed one', async () => {
      const userId = await merchant();
      const { id } = await getSyncConfig(db, userId);
      await saveFilter(db, id, rule('g-1', 'include'));
      await saveFilter(db, id, rule('G-1', 'include'));
      await saveFilter(db, id, rule('g-1', 'exclude'));
      const rules = await listFilters(db, userId);
      expect(rules.map(({ entityId, mode }) => [entityId, mode])).to.deep.equal([
        ['g-1', 'exclude'],
        ['G-1', 'include'],
      ]);
      await removeFilter(db, id, 'store', 'g-1');
      await removeFilter(db, id, 'group', 'g-1');
      expect((await listFilters(db, userId)).map(({ entityId }) => entityId)).to.deep.equal(['G-1']);
      expect(await listFilters(db, await merchant())).to.deep.equal([]);
    });

    it('start from the defaults, made once however many ask', async () => {
      const userId = await merchant();
      const seen = await Promise.all([1, 2, 3, 4].map(() => getSyncConfig(db, userId)));
      expect(new Set(seen.map(({ id }) => id)).size).to.equal(1);
      expect(seen[0]).to.deep.include({
        settings: DEFAULT_SETTINGS,
        isEnabled: false,
        inputVersion: 1,
        confirmedAt: null,
      });
    });

    it('change only the columns that are named', async () => {
      const userId = await merchant();
      await getSyncConfig(db, userId);
      await updateSyncConfig(db, userId, { is_enabled: true, settings: '{"mergeBy":"barcode"}' });
      await raiseInputVersion(db, userId);
      await updateSyncConfig(db, userId, { failing_count: 3 });
      const config = await getSyncConfig(db, userId);
      expect(config).to.include({ isEnabled: true, failingCount: 3, inputVersion: 2 });
      expect(config.settings).to.deep.equal({ ...DEFAULT_SETTINGS, mergeBy: 'barcode' });
    });
  });
});
