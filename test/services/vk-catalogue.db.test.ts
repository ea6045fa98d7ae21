import { expect } from 'chai';
import type { AlbumRow, ShopItemRow } from '../../src/services/vk-shop/vk-catalogue-contracts.js';
import { runPhases } from '../support/services-env-run.js';
import { codeOf, expectSentence } from '../support/services-env-sentence.js';
import { shopOf } from '../support/services-env-shop.js';
import { statementsOf } from '../support/services-env-statements.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

const ALL = { search: '', filter: 'all', page: 1 } as const;

describe('the shop in VK as pages', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 8, groups: 2 });
  });
  after(() => env.close());

  const service = () => env.services.vkCatalogue;
  const albums = (search = '') => service().albums(merchant.userId, { search, page: 1 });
  const items = (query: Partial<Parameters<ReturnType<typeof service>['items']>[1]> = {}) =>
    service().items(merchant.userId, { ...ALL, place: 'all', ...query });
  const byTitle = <Row extends { title: string }>(rows: readonly Row[], title: string) =>
    rows.find(row => row.title === title);

  it('are empty before VK is connected, and before the shop was read', async () => {
    const nobody = await env.merchant({ connected: false, goods: 1 });
    expect(await service().albums(nobody.userId, { search: '', page: 1 })).to.deep.include({
      community: null,
      readAt: null,
      total: 0,
    });
    expect(await service().items(nobody.userId, { ...ALL, place: 'all' })).to.deep.include({ rows: [], total: 0 });
    const found = await albums();
    expect(found).to.deep.include({ readAt: null, rows: [], items: 0 });
    expect(found.community).to.include({ groupId: merchant.groupId });
  });

  it('show what was made since the last reading, with its group and its till product', async () => {
    const { albums: made } = await env.control<{ albums: { title: string }[] }>(
      'GET',
      `/merchants/${merchant.id}/shop`,
    );
    expect(made).to.deep.equal([]);
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('success');
    const found = await albums();
    expect(found.readAt).to.be.instanceOf(Date);
    expect(found).to.include({ items: 8, looseItems: 0 });
    const shop = await shopOf(env, merchant);
    expect(found.rows.map(({ title }) => title).sort()).to.deep.equal(shop.albums.map(({ title }) => title).sort());
    for (const row of found.rows) {
      expect(row).to.include({ pair: 'linked', isOurs: true, isHidden: false });
      expect(row.groups.map(({ name }) => name)).to.deep.equal([row.title]);
      const inside = await items({ place: row.id });
      expect(inside.album).to.deep.equal({ id: row.id, title: row.title });
      expect(inside.total).to.equal(row.items);
      expect(inside.rows.every(({ isNew, origin }) => isNew && origin === 'created')).to.equal(true);
    }
    const { rows } = await items();
    expect(rows).to.have.length(8);
    for (const row of rows) {
      const item = shop.items.find(({ id }) => id === row.id);
      expect(row).to.include({ title: item?.title, priceKopecks: item?.priceKopecks, productId: item?.sku });
    }
  });

  describe('after a reading', () => {
    before(async () => {
      const base = `/merchants/${merchant.id}/shop`;
      const [first] = (await shopOf(env, merchant)).items;
      await env.control('POST', `${base}/items`, { title: 'Чашка моей бабушки', priceKopecks: 99_900 });
      await env.control('POST', `${base}/albums`, { title: 'Подарки 100%' });
      await env.control('PATCH', `${base}/items/${first?.id}`, { hidden: true });
      expect((await runPhases(env.deps, merchant.userId)).skipped).to.equal(false);
    });

    it('tell ours from the merchant’s own, the seen from the hidden', async () => {
      const { rows, total } = await items();
      expect(total).to.equal(9);
      expect(rows.every(({ isNew }) => !isNew)).to.equal(true);
      expect(byTitle<ShopItemRow>(rows, 'Чашка моей бабушки')).to.include({
        origin: 'foreign',
        productId: null,
        priceKopecks: 99_900,
        isHidden: false,
      });
      expect((await items({ filter: 'foreign' })).rows.map(({ origin }) => origin).sort()).to.deep.equal([
        'detached',
        'foreign',
      ]);
      expect((await items({ filter: 'hidden' })).rows.map(({ isHidden }) => isHidden)).to.deep.equal([true]);
      expect(await items({ filter: 'ours' })).to.include({ total: 7 });
      expect((await items({ place: 'none' })).rows.map(({ title }) => title)).to.deep.equal(['Чашка моей бабушки']);
      expect(await albums()).to.include({ items: 9, looseItems: 1 });
    });

    it('are searched as people write, signs of patterns included', async () => {
      expect((await items({ search: 'чашка МОЕЙ' })).total).to.equal(1);
      expect((await items({ search: '%' })).total).to.equal(0);
      expect((await items({ search: '\u0000\u202e😀' })).total).to.equal(0);
      expect((await items({ page: 99 })).rows).to.deep.equal([]);
    });

    it('mark an album without a group, and one whose group will be linked', async () => {
      // VK leaves empty albums out of its list; one good makes it show.
      const { albums: all, items: goods } = await shopOf(env, merchant);
      const own = all.find(({ title }) => title === 'Подарки 100%')!;
      const cup = goods.find(({ title }) => title === 'Чашка моей бабушки')!;
      await env.db.change(
        `INSERT INTO vk_cached_albums (user_id, vk_group_id, vk_album_id, title, items_count, is_hidden, read_id, fetched_at)
         VALUES (:userId, :groupId, :id, 'Подарки 100%', 1, TRUE, 99, :now), (:userId, :groupId, 900, :title, 0, FALSE, 99, :now)
         ON DUPLICATE KEY UPDATE items_count = 1, is_hidden = VALUES(is_hidden)`,
        {
          ...{ userId: merchant.userId, groupId: merchant.groupId, id: own.id, now: new Date() },
          title: 'Без пары на время',
        },
      );
      await env.db.change(
        'UPDATE vk_cached_products SET album_ids = :albums WHERE user_id = :userId AND vk_item_id = :id',
        { userId: merchant.userId, albums: JSON.stringify([own.id]), id: cup.id },
      );
      const { rows } = await albums();
      expect(byTitle<AlbumRow>(rows, 'Подарки 100%')).to.deep.include({
        ...{ id: own.id, items: 1, isHidden: true, isOurs: false, pair: 'none', groups: [] },
      });
      expect((await items({ place: own.id })).rows.map(({ id }) => id)).to.deep.equal([cup.id]);
      expect((await albums('100%')).rows.map(({ title }) => title)).to.deep.equal(['Подарки 100%']);
      expect((await albums('ПОДАРКИ')).total).to.equal(1);
      const [linked] = rows.filter(({ pair }) => pair === 'linked');
      await env.db.change('DELETE FROM album_links WHERE user_id = :userId AND vk_album_id = :id', {
        userId: merchant.userId,
        id: linked!.id,
      });
      expect(byTitle<AlbumRow>((await albums()).rows, linked!.title)).to.include({ pair: 'same_title', isOurs: false });
    });
  });

  it('keep merchants apart', async () => {
    const other = await env.merchant({ goods: 2 });
    await runPhases(env.deps, other.userId);
    await env.db.change('UPDATE vk_cached_albums SET vk_album_id = 7001 WHERE user_id = :userId LIMIT 1', {
      userId: other.userId,
    });
    await env.db.change('UPDATE album_links SET vk_album_id = 7001 WHERE user_id = :userId', { userId: other.userId });
    expect((await service().items(other.userId, { ...ALL, place: 7001 })).album).to.include({ id: 7001 });
    const stranger = await env.merchant({ connected: false, goods: 1 });
    for (const userId of [merchant.userId, stranger.userId]) {
      expect(await codeOf(service().items(userId, { ...ALL, place: 7001 }))).to.equal('ALBUM.NOT_FOUND');
    }
    expectSentence('ALBUM.NOT_FOUND');
    const own = (await shopOf(env, merchant)).items.map(({ id }) => id);
    expect((await items()).rows.map(({ id }) => id).sort((a, b) => a - b)).to.deep.equal(own.sort((a, b) => a - b));
  });

  it('ask the database the same number of times however much there is', async () => {
    const few = await env.merchant({ goods: 1 });
    await runPhases(env.deps, few.userId);
    const statements = async (userId: TestMerchant['userId']) =>
      (
        await statementsOf(env.db, async () => {
          await service().albums(userId, { search: '', page: 1 });
          await service().items(userId, { ...ALL, place: 'all' });
        })
      ).length;
    expect(await statements(merchant.userId)).to.equal(await statements(few.userId));
    expect(await statements(merchant.userId)).to.be.at.most(14);
  });
});
