import { expect } from 'chai';
import { setFieldLock } from '../../src/db/repositories/field-locks.repository.js';
import { albumLinks } from '../../src/db/repositories/links.repository.js';
import type { ListingKey } from '../../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { DAY, editByHand, itemOf, wait } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { editGood, fault, noFaults, shopOf, tillOf } from '../support/services-env-shop.js';

describe('albums in VK', () => {
  let env: ServicesEnv;

  before(async () => {
    env = await startServicesEnv();
  });
  after(() => env.close());
  afterEach(() => noFaults(env));

  const run = (merchant: TestMerchant) => runPhases(env.deps, merchant.userId);
  const kinds = async (merchant: TestMerchant) => (await run(merchant)).operations.map(({ kind }) => kind);
  const groupsOf = async (merchant: TestMerchant) =>
    (await env.control<{ groups: { id: string; name: string }[] }>('GET', `/merchants/${merchant.id}/groups`)).groups;
  const titlesOf = async (merchant: TestMerchant) => (await shopOf(env, merchant)).albums.map(({ title }) => title);
  const rename = (merchant: TestMerchant, id: string, name: string) =>
    env.control('PATCH', `/merchants/${merchant.id}/groups/${id}`, { name });

  it('of ours take the new name of their group, and no good moves', async () => {
    const merchant = await env.merchant({ goods: 4, groups: 1 });
    await run(merchant);
    const [group] = await groupsOf(merchant);
    const before = await shopOf(env, merchant);
    await rename(merchant, group!.id, 'Совсем новое имя');
    await env.control('POST', `/merchants/${merchant.id}/products`, {
      name: 'Новый товар в той же группе',
      price: 10,
      quantity: 1,
      parent_id: group!.id,
    });
    const { operations } = await run(merchant);
    // The name card shows the group's name: it is drawn anew.
    const found = operations
      .filter(({ kind }) => kind !== 'update')
      .map(({ kind, state }) => `${kind} ${state}`)
      .sort();
    expect(found).to.deep.equal(['album_add done', 'album_rename done', 'create done']);
    const after = await shopOf(env, merchant);
    expect(after.albums.map(({ id, title }) => [id, title])).to.deep.equal([
      [before.albums[0]!.id, 'Совсем новое имя'],
    ]);
    expect(after.items.every(({ albumIds }) => albumIds[0] === before.albums[0]!.id)).to.equal(true);
    expect(await kinds(merchant)).to.deep.equal([]);
    await rename(merchant, group!.id, 'И ещё раз');
    expect((await kinds(merchant)).filter(kind => kind !== 'update')).to.deep.equal(['album_rename']);
    expect(await titlesOf(merchant)).to.deep.equal(['И ещё раз']);
  });

  it('keep their cover when they are renamed', async () => {
    const merchant = await env.merchant({ goods: 1, groups: 1 });
    await run(merchant);
    const [group] = await groupsOf(merchant);
    const { mainPhotoId } = (await shopOf(env, merchant)).items[0] as never as { mainPhotoId: number };
    const { id } = (await shopOf(env, merchant)).albums[0]!;
    const session = (await env.deps.vendors.shop({ userId: merchant.userId, jobId: null }))!;
    const [link] = [
      ...(await albumLinks(env.db, { userId: merchant.userId, groupId: merchant.groupId as never })).values(),
    ];
    await session.client.editAlbum({ id: link!.albumId, title: link!.title, photoId: mainPhotoId as never });
    await rename(merchant, group!.id, 'С обложкой');
    await run(merchant);
    const album = (await shopOf(env, merchant)).albums.find(one => one.id === id) as never as {
      photoId: number;
      title: string;
    };
    expect(album).to.include({ photoId: mainPhotoId, title: 'С обложкой' });
  });

  it('take in a new good whose album is locked, and leave it alone from then on', async () => {
    const merchant = await env.merchant({ goods: 2, groups: 2 });
    const [good] = await tillOf(env, merchant);
    await setFieldLock(env.db, merchant.userId, good!.id as ListingKey, 'album', true);
    expect((await run(merchant)).job.status).to.equal('success');
    const placed = await itemOf(env, merchant, good!.id);
    expect(placed.albumIds).to.have.length(1);
    const own = (good as { parent_id?: string }).parent_id;
    const other = (await groupsOf(merchant)).find(({ id }) => id !== own);
    await editGood(env, merchant, good!.id, { parent_id: other!.id });
    expect((await kinds(merchant)).filter(kind => kind !== 'update')).to.deep.equal([]);
    expect((await itemOf(env, merchant, good!.id)).albumIds).to.deep.equal(placed.albumIds);
  });

  it('that VK refuses three times in the same way rest, and the run has nothing to do; later they are tried again', async () => {
    const merchant = await env.merchant({ goods: 2, groups: 1 });
    const effect = { kind: 'apiError', code: 100 };
    await fault(env, { vendor: 'vk', method: 'market.addAlbum', merchant: merchant.id, effect });
    for (let tries = 1; tries <= 3; tries++) {
      const { operations } = await run(merchant);
      const made = operations.filter(({ kind }) => kind === 'album_create');
      expect(made.map(({ state, errorCode }) => [state, errorCode])).to.deep.equal([['failed', 'VK.PARAM_REFUSED']]);
    }
    const rested = await run(merchant);
    expect(rested.job.status).to.equal('unchanged');
    expect(rested.operations).to.deep.equal([]);
    await noFaults(env);
    await env.db.change(`UPDATE sync_operations SET created_at = created_at - INTERVAL 8 DAY WHERE user_id = :userId`, {
      userId: merchant.userId,
    });
    expect((await run(merchant)).job.status).to.equal('success');
    const { items } = await shopOf(env, merchant);
    expect(items.map(({ albumIds }) => albumIds.length)).to.deep.equal([1, 1]);
  });

  it('of ours keep their name when VK refuses the new one three times in the same way', async () => {
    const merchant = await env.merchant({ goods: 2, groups: 1 });
    await run(merchant);
    const [title] = await titlesOf(merchant);
    const [group] = await groupsOf(merchant);
    await rename(merchant, group!.id, 'Имя не по вкусу VK');
    for (const method of ['market.editAlbum', 'market.addAlbum'])
      await fault(env, { vendor: 'vk', method, merchant: merchant.id, effect: { kind: 'apiError', code: 100 } });
    for (let tries = 1; tries <= 3; tries++) expect(await kinds(merchant)).to.include('album_rename');
    for (let tries = 1; tries <= 3; tries++) expect(await kinds(merchant)).to.not.include('album_rename');
    expect(await kinds(merchant)).to.deep.equal([]);
    expect(await titlesOf(merchant)).to.deep.equal([title]);
    expect((await shopOf(env, merchant)).items.every(({ albumIds }) => albumIds.length === 1)).to.equal(true);
  });

  it('of others are filled, never renamed and never deleted: goods move on to one of our own', async () => {
    const merchant = await env.merchant({ goods: 2, groups: 1 });
    const [group] = await groupsOf(merchant);
    const theirs = await env.control<{ id: number }>('POST', `/merchants/${merchant.id}/shop/albums`, {
      title: group!.name,
    });
    await run(merchant);
    expect((await shopOf(env, merchant)).albums.map(({ id }) => id)).to.deep.equal([theirs.id]);
    await rename(merchant, group!.id, 'Другое имя');
    await run(merchant);
    const { albums, items } = await shopOf(env, merchant);
    expect(albums.map(({ title }) => title)).to.deep.equal([group!.name, 'Другое имя']);
    expect(items.every(({ albumIds }) => albumIds.length === 1 && albumIds[0] === albums[1]!.id)).to.equal(true);
  });

  it('that are empty are not made a second time, although VK does not list them', async () => {
    const merchant = await env.merchant({ goods: 2, groups: 2 });
    await run(merchant);
    const groups = await groupsOf(merchant);
    const goods = await tillOf(env, merchant);
    for (const { id } of goods) await editGood(env, merchant, id, { parent_id: groups[0]!.id });
    await run(merchant);
    await wait(env, DAY);
    await run(merchant);
    for (const { id } of goods) await editGood(env, merchant, id, { parent_id: groups[1]!.id });
    await run(merchant);
    const titles = await titlesOf(merchant);
    expect(new Set(titles).size).to.equal(titles.length);
    // Even with all memory of them lost.
    await env.db.change('DELETE FROM album_links WHERE user_id = :userId', { userId: merchant.userId });
    for (const { id } of goods) await editGood(env, merchant, id, { parent_id: groups[0]!.id });
    await run(merchant);
    expect(await titlesOf(merchant)).to.deep.equal(titles);
  });

  it('that somebody deleted are made anew and filled again', async () => {
    const merchant = await env.merchant({ goods: 3, groups: 1 });
    await run(merchant);
    const { albums } = await shopOf(env, merchant);
    await env.control('DELETE', `/merchants/${merchant.id}/shop/albums/${albums[0]!.id}`);
    await run(merchant);
    const after = await shopOf(env, merchant);
    expect(after.albums).to.have.length(1);
    expect(after.items.every(({ albumIds }) => albumIds[0] === after.albums[0]!.id)).to.equal(true);
    expect(await kinds(merchant)).to.deep.equal([]);
  });

  it('are left before a move counts as done', async () => {
    const merchant = await env.merchant({ goods: 2, groups: 2 });
    await run(merchant);
    const groups = await groupsOf(merchant);
    const [good] = await tillOf(env, merchant);
    const from = (await itemOf(env, merchant, good!.id)).albumIds;
    const titles = await titlesOf(merchant);
    const to = groups.find(({ name }) => name !== titles[0] || from.length === 0)!;
    await editGood(env, merchant, good!.id, { parent_id: to.id });
    await fault(env, {
      vendor: 'vk',
      method: 'market.removeFromAlbum',
      merchant: merchant.id,
      effect: { kind: 'apiError', code: 10 },
    });
    await run(merchant);
    await noFaults(env);
    await run(merchant);
    await run(merchant);
    expect((await itemOf(env, merchant, good!.id)).albumIds).to.have.length(1);
    expect(await kinds(merchant)).to.deep.equal([]);
  });

  it('that the till no longer has a group for stay where they are', async () => {
    const merchant = await env.merchant({ goods: 3, groups: 1 });
    await run(merchant);
    const [group] = await groupsOf(merchant);
    const before = await shopOf(env, merchant);
    await env.services.catalogue.setRule(merchant.userId, {
      entityType: 'group',
      entityId: group!.id,
      mode: 'exclude',
    } as never);
    await run(merchant);
    const after = await shopOf(env, merchant);
    expect(after.albums.map(({ id }) => id)).to.deep.equal(before.albums.map(({ id }) => id));
    expect(after.items.every(({ state }) => state === 'hidden')).to.equal(true);
  });

  it('are nothing to a shop that moves under the read: the run rests, and nothing is concluded', async () => {
    const merchant = await env.merchant({ goods: 3 });
    await run(merchant);
    const goods = await tillOf(env, merchant);
    await editGood(env, merchant, goods[0]!.id, { price: 66 });
    const deps = {
      ...env.deps,
      vendors: {
        ...env.deps.vendors,
        shop: async (owner: Parameters<typeof env.deps.vendors.shop>[0]) => {
          const session = await env.deps.vendors.shop(owner);
          if (!session) return null;
          const readAllItems = () =>
            Promise.resolve({ outcome: 'ok' as const, value: { complete: false, pass: 3, count: 3, rows: 0 } });
          return { ...session, client: { ...session.client, readAllItems } };
        },
      },
    };
    const { job } = await runPhases(deps, merchant.userId);
    expect(job).to.include({ status: 'parked', reasonCode: 'VK.SHOP_MOVING' });
    // A short listing breaks nothing: no good counts as gone, and none is made again.
    await run(merchant);
    expect((await shopOf(env, merchant)).items).to.have.length(3);
    expect((await itemOf(env, merchant, goods[0]!.id)).priceKopecks).to.equal(6600);
  });

  it('put goods into them that a person took out only when the merchant says so', async () => {
    const merchant = await env.merchant({ goods: 1, groups: 1 });
    await run(merchant);
    await run(merchant);
    const [good] = await tillOf(env, merchant);
    await editByHand(env, merchant, (await itemOf(env, merchant, good!.id)).id, { albumIds: [] });
    expect(await kinds(merchant)).to.deep.equal([]);
  });
});
