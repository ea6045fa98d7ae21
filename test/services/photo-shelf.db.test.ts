import { expect } from 'chai';
import sharp from 'sharp';
import { statementsOf } from '../support/services-env-statements.js';
import type { GroupId, ListingKey } from '../../src/domain/brand.js';
import { codeOf } from '../support/services-env-sentence.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';

const picture = (background: string, width = 640, height = 480) =>
  sharp({ create: { width, height, channels: 3, background } })
    .jpeg()
    .toBuffer();

describe('pictures of goods', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;

  const list = (filter: 'missing' | 'group' | 'merchant' | 'name_card' | 'own', search = '', page = 1) =>
    env.services.photos.list(merchant.userId, { filter, search, page });

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 30, groups: 2 });
    await env.services.catalogue.requestRefresh(merchant.userId);
  });
  after(() => env.close());

  it('lists selected goods by what VK shows of them, page by page', async () => {
    const first = await list('missing');
    expect(first.rows).to.have.length(25);
    expect(first.total).to.equal(30);
    expect(first.counts).to.deep.equal({ missing: 30, group: 0, merchant: 0, name_card: 30, own: 0 });
    const second = await list('missing', '', 2);
    expect(new Set([...first.rows, ...second.rows].map(({ key }) => key)).size).to.equal(30);
    const [good] = first.rows;
    expect((await list('missing', good!.name.slice(1, 12))).rows.map(({ key }) => key)).to.include(good!.key);
    expect((await list('missing', '%')).total, 'no pattern').to.equal(0);
    const statements = await statementsOf(env.db, () => list('missing'));
    expect(statements).to.have.length(5);
  });

  it('a picture of the merchant, of the group, of the good: each shows and is counted', async () => {
    const { userId } = merchant;
    const { listings, photos } = env.services;
    const [good] = (await list('missing')).rows;
    const product = () => photos.ofProduct(userId, good!.productId);
    const before = await product();
    expect(before).to.include({ hasOwn: false, source: 'name_card' });
    const card = await photos.picture(userId, { key: good!.key }, 'small');
    expect(await sharp(card.jpeg).metadata()).to.include({ format: 'jpeg', width: 144, height: 144 });

    await listings.setPhoto(userId, { purpose: 'merchant' }, await picture('#aa0000'));
    expect((await list('merchant')).total).to.equal(30);
    const { merchantVersion } = await list('own');
    expect(merchantVersion).to.equal(await photos.merchantVersion(userId));
    expect((await photos.picture(userId, { isMerchants: true }, 'large')).version).to.equal(merchantVersion);

    const { rows } = await env.services.catalogue.groups(userId, merchant.stores[0]!);
    const group = rows.find(({ name }) => name === good!.groupName)!;
    await listings.setPhoto(userId, { purpose: 'group', groupId: group.id }, await picture('#00aa00'));
    expect((await product()).source).to.equal('group');
    expect((await list('group')).total).to.be.greaterThan(0);
    expect(await photos.groupVersion(userId, group.id)).to.equal((await product()).version);

    await listings.setPhoto(userId, { purpose: 'product', key: good!.key }, await picture('#0000aa'));
    const own = await product();
    expect(own).to.include({ hasOwn: true, source: 'product' });
    expect(new Set([before.version, merchantVersion, own.version]).size).to.equal(3);
    expect((await list('own')).rows.map(({ key }) => key)).to.deep.equal([good!.key]);
    expect((await list('missing')).total).to.equal(29);
    const { dominant } = await sharp((await photos.picture(userId, { key: good!.key }, 'small')).jpeg).stats();
    expect(dominant.b, 'blue, not green or red').to.be.greaterThan(dominant.r + dominant.g);
    for (const place of [
      { purpose: 'product', key: good!.key },
      { purpose: 'group', groupId: group.id },
      { purpose: 'merchant' },
    ] as const)
      await listings.removePhoto(userId, place);
    expect((await product()).version).to.equal(before.version);
  });

  it('several by the names of their files: id, barcode, article; each is told of', async () => {
    const { userId } = merchant;
    const goods = (await list('missing')).rows;
    const [byId, byBarcode, byArticle, twin, other] = goods;
    const set = (productId: string, column: string, value: string) =>
      env.db.change(
        `UPDATE cached_products SET ${column} = :value WHERE user_id = :userId AND evotor_id = :productId`,
        {
          userId,
          productId,
          value,
        },
      );
    await set(byBarcode!.productId, 'barcodes', '["4607001234567"]');
    await set(byArticle!.productId, 'article_number', 'А-17');
    await set(twin!.productId, 'article_number', 'один');
    await set(other!.productId, 'article_number', 'один');
    const one = await picture('#123456');
    const outcomes = await env.services.photos.setByFileName(userId, [
      { name: `${byId!.productId}.jpg`, bytes: one },
      { name: 'C:\\Фото\\4607001234567.JPEG', bytes: one },
      { name: 'А-17.png', bytes: one },
      { name: 'один.jpg', bytes: one },
      { name: `${byId!.productId}.png`, bytes: one },
      { name: 'неизвестный.jpg', bytes: one },
      { name: `${twin!.productId}.jpg`, bytes: Buffer.from('просто текст') },
      { name: `${other!.productId}.jpg`, bytes: null },
      { name: '.jpg', bytes: one },
    ]);
    expect(outcomes.map(({ code }) => code)).to.deep.equal([
      null,
      null,
      null,
      'PHOTO.NAME_AMBIGUOUS',
      'PHOTO.SAME_GOOD',
      'LISTING.NOT_FOUND',
      'PHOTO.NOT_A_PICTURE',
      'PHOTO.TOO_LARGE',
      'LISTING.NOT_FOUND',
    ]);
    expect(new Set((await list('own')).rows.map(({ key }) => key))).to.deep.equal(
      new Set([byId!.key, byBarcode!.key, byArticle!.key]),
    );
  });

  it('are nobody else’s', async () => {
    const stranger = await env.merchant({ goods: 1 });
    await env.services.catalogue.requestRefresh(stranger.userId);
    const { userId } = stranger;
    const { photos } = env.services;
    const [mine] = (await list('own')).rows;
    const { rows } = await env.services.catalogue.groups(merchant.userId, merchant.stores[0]!);
    await env.services.listings.setPhoto(merchant.userId, { purpose: 'merchant' }, await picture('#ffffff'));
    await env.services.listings.setPhoto(
      merchant.userId,
      { purpose: 'group', groupId: rows[0]!.id },
      await picture('#fefefe'),
    );
    expect(await codeOf(photos.ofProduct(userId, mine!.productId))).to.equal('PRODUCT.NOT_FOUND');
    expect(await codeOf(photos.picture(userId, { key: mine!.key }, 'small'))).to.equal('LISTING.NOT_FOUND');
    expect(await codeOf(photos.picture(userId, { groupId: rows[0]!.id }, 'small'))).to.equal('PHOTO.MISSING');
    expect(await codeOf(photos.picture(userId, { isMerchants: true }, 'small'))).to.equal('PHOTO.MISSING');
    expect(await photos.groupVersion(userId, rows[0]!.id)).to.equal(null);
    expect(await photos.groupVersion(userId, 'x' as GroupId)).to.equal(null);
    const [outcome] = await photos.setByFileName(userId, [
      { name: `${mine!.productId}.jpg`, bytes: await picture('#000') },
    ]);
    expect(outcome?.code).to.equal('LISTING.NOT_FOUND');
    expect(await codeOf(photos.picture(userId, { key: 'x' as ListingKey }, 'small'))).to.equal('LISTING.NOT_FOUND');
  });
});
