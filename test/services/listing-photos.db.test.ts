import { expect } from 'chai';
import sharp from 'sharp';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { GroupId, ListingKey } from '../../src/domain/brand.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';
import { tillOf } from '../support/services-env-shop.js';

describe('own pictures', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;
  let key: ListingKey;
  let group: GroupId;

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 2, groups: 1 });
    await env.services.catalogue.requestRefresh(merchant.userId);
    key = (await tillOf(env, merchant))[0]!.id as ListingKey;
    group = (await env.services.catalogue.groups(merchant.userId, merchant.stores[0]!)).rows[0]!.id;
  });
  after(() => env.close());

  const photo = async (): Promise<{ source: string; ref?: number } | null> => {
    const found = await env.db.first<{ photo: unknown }>(
      'SELECT photo FROM listings WHERE user_id = :userId AND listing_key = :key',
      { userId: merchant.userId, key },
    );
    const value: unknown = typeof found?.photo === 'string' ? JSON.parse(found.photo) : found?.photo;
    return value as { source: string; ref?: number } | null;
  };

  /** Everything a refusal must leave as it was. */
  const kept = async () => ({
    version: (await getSyncConfig(env.db, merchant.userId)).inputVersion,
    photos: await env.db.rows('SELECT id FROM photos WHERE user_id = :userId ORDER BY id', { userId: merchant.userId }),
  });

  const picture = (width = 500, height = 400) =>
    sharp({ create: { width, height, channels: 3, background: '#3366aa' } })
      .jpeg()
      .toBuffer();

  it('the good’s own picture goes before its group’s, and that before the merchant’s', async () => {
    const { listings } = env.services;
    const { userId } = merchant;
    expect((await photo())?.source).to.equal('name_card');
    await listings.setPhoto(userId, { purpose: 'merchant' }, await picture());
    expect((await photo())?.source).to.equal('merchant');
    await listings.setPhoto(userId, { purpose: 'group', groupId: group }, await picture(640, 480));
    expect((await photo())?.source).to.equal('group');
    await listings.setPhoto(userId, { purpose: 'product', key }, await picture(800, 800));
    const first = await photo();
    expect(first?.source).to.equal('product');
    const before = await kept();
    await listings.setPhoto(userId, { purpose: 'product', key }, await picture(800, 800));
    expect(await kept(), 'the same picture again is no change').to.deep.equal(before);
    await listings.setPhoto(userId, { purpose: 'product', key }, await picture(900, 800));
    expect((await photo())?.ref).not.to.equal(first?.ref);
    expect((await kept()).photos).to.have.length(3);
    await listings.removePhoto(userId, { purpose: 'product', key });
    expect((await photo())?.source).to.equal('group');
    await listings.removePhoto(userId, { purpose: 'group', groupId: group });
    await listings.removePhoto(userId, { purpose: 'merchant' });
    await listings.removePhoto(userId, { purpose: 'merchant' });
    expect((await photo())?.source).to.equal('name_card');
  });

  it('a file that is no usable picture is refused, and the one before stays', async () => {
    const { listings } = env.services;
    await listings.setPhoto(merchant.userId, { purpose: 'product', key }, await picture());
    const before = await kept();
    const whole = await picture();
    const files: readonly (readonly [string, Uint8Array])[] = [
      ['PHOTO.NOT_A_PICTURE', Buffer.from('просто текст')],
      ['PHOTO.NOT_A_PICTURE', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="500" height="500"/>')],
      ['PHOTO.NOT_A_PICTURE', new Uint8Array()],
      ['PHOTO.NOT_A_PICTURE', whole.subarray(0, whole.length / 2)],
      ['PHOTO.TOO_SMALL', await picture(20, 20)],
    ];
    for (const [code, bytes] of files) {
      const answer = await refusal(listings.setPhoto(merchant.userId, { purpose: 'product', key }, bytes));
      expect(answer.code).to.equal(code);
      expectSentence(code);
    }
    expect(await kept()).to.deep.equal(before);
    await listings.removePhoto(merchant.userId, { purpose: 'product', key });
  });
});
