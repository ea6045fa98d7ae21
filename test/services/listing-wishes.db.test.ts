import { expect } from 'chai';
import sharp from 'sharp';
import { getSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { GroupId, ListingKey } from '../../src/domain/brand.js';
import { kopecks } from '../../src/domain/money.js';
import { noGroupId } from '../../src/domain/selection/no-group.js';
import type { PriceRule } from '../../src/domain/settings.js';
import type { OverrideChange } from '../../src/services/engine-services.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { expectSentence, refusal } from '../support/services-env-sentence.js';
import { editGood, tillOf } from '../support/services-env-shop.js';

interface Row {
  readonly key: ListingKey;
  readonly name: string;
  readonly listed: number;
  readonly code: string | null;
  readonly price: number | null;
  readonly category: number | null;
  readonly photo: { source: string; ref?: number } | null;
  readonly description: string | null;
}

const PLAIN: PriceRule = { multiplier: '1', addend: kopecks(0), rounding: 'none', floorMarginPercent: null };

describe('wishes for single goods and groups', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;
  let other: TestMerchant;
  let key: ListingKey;
  let group: GroupId;
  let theirKey: ListingKey;
  let theirGroup: GroupId;

  before(async () => {
    env = await startServicesEnv();
    [merchant, other] = [await env.merchant({ goods: 4, groups: 2 }), await env.merchant({ goods: 2, groups: 1 })];
    for (const { userId } of [merchant, other]) await env.services.catalogue.requestRefresh(userId);
    key = (await tillOf(env, merchant))[0]!.id as ListingKey;
    theirKey = (await tillOf(env, other))[0]!.id as ListingKey;
    group = (await groupOf(merchant, key)) as GroupId;
    theirGroup = (await groupOf(other, theirKey)) as GroupId;
  });
  after(() => env.close());

  async function groupOf({ userId }: TestMerchant, id: string): Promise<string | null> {
    const row = await env.db.first<{ id: string | null }>(
      'SELECT group_evotor_id AS id FROM cached_products WHERE user_id = :userId AND evotor_id = :id',
      { userId, id },
    );
    return row?.id ?? null;
  }

  async function row(of: string = key, { userId } = merchant): Promise<Row> {
    const found = await env.db.first<Omit<Row, 'photo'> & { photo: unknown }>(
      `SELECT listing_key AS \`key\`, name, is_listed AS listed, reason_code AS code, price_kopecks AS price,
         category_id AS category, photo, description FROM listings WHERE user_id = :userId AND listing_key = :of`,
      { userId, of },
    );
    const photo = typeof found?.photo === 'string' ? (JSON.parse(found.photo) as Row['photo']) : found?.photo;
    return { ...found!, photo: (photo ?? null) as Row['photo'] };
  }

  const versions = async ({ userId } = merchant) => {
    const { inputVersion, listingsVersion } = await getSyncConfig(env.db, userId);
    return [inputVersion, listingsVersion];
  };

  /** Everything a refusal must leave as it was. */
  const traces = async () => ({
    versions: [await versions(), await versions(other)],
    rows: await env.db.rows('SELECT * FROM product_overrides ORDER BY user_id, listing_key'),
    locks: await env.db.rows('SELECT user_id, listing_key, field FROM field_locks ORDER BY 1, 2, 3'),
    prices: await env.db.rows('SELECT user_id, group_evotor_id, multiplier FROM price_rules ORDER BY 1, 2'),
    groups: await env.db.rows('SELECT user_id, group_evotor_id, category_id FROM group_settings ORDER BY 1, 2'),
    photos: await env.db.rows('SELECT id FROM photos ORDER BY id'),
    audit: await env.db.rows('SELECT id FROM audit_log ORDER BY id'),
    stores: await env.db.rows('SELECT evotor_id, position FROM cached_stores ORDER BY evotor_id'),
    rules: await env.db.rows('SELECT id FROM sync_filters ORDER BY id'),
  });

  const override = (change: OverrideChange, of = key) =>
    env.services.listings.setOverride(merchant.userId, of, change, 'test');

  it('show in the listing at once, and raise the version by one each', async () => {
    const [before] = await versions();
    await override({ name: 'Подарочный набор', description: 'Собран вручную, в коробке.', priceKopecks: 99_900 });
    expect(await row()).to.include({
      name: 'Подарочный набор',
      price: 99_900,
      description: 'Собран вручную, в коробке.',
    });
    expect(await versions()).to.deep.equal([before! + 1, before! + 1]);
    await override({ priceKopecks: null });
    expect(await row()).to.include({ name: 'Подарочный набор' });
    expect((await row()).price).not.to.equal(99_900);
    await override({ name: null, description: null });
    expect((await row()).name).to.equal((await tillOf(env, merchant))[0]!.name);
  });

  it('that change nothing leave everything as it is', async () => {
    const before = await traces();
    await override({});
    await override({ name: null, isPinned: false, allowRestricted: false });
    expect(await traces()).to.deep.equal(before);
  });

  it('that VK would not take are refused by field, not cut or padded', async () => {
    const before = await traces();
    const bad: readonly (readonly [string, OverrideChange])[] = [
      ['name', { name: 'Чай' }],
      ['name', { name: 'ч'.repeat(101) }],
      ['name', { name: '*** !!! ***' }],
      ['name', { name: '🍵🍵🍵🍵🍵' }],
      ['name', { name: '' }],
      ['description', { description: '   ' }],
      ['description', { description: 'т'.repeat(4001) }],
      ['priceKopecks', { priceKopecks: 0 }],
      ['priceKopecks', { priceKopecks: -100 }],
      ['priceKopecks', { priceKopecks: 10.5 }],
      ['priceKopecks', { priceKopecks: Number.NaN }],
      ['priceKopecks', { priceKopecks: 99_999_999_999_901 }],
      // One bad value keeps the good ones out too.
      ['priceKopecks', { name: 'Хорошее название', priceKopecks: 0 }],
    ];
    for (const [field, change] of bad) {
      const { code, details } = await refusal(override(change));
      expect([code, details['field']], JSON.stringify(change).slice(0, 60)).to.deep.equal(['OVERRIDE.INVALID', field]);
    }
    expectSentence('OVERRIDE.INVALID');
    expect(await traces()).to.deep.equal(before);
  });

  it('«это не такой товар» is for words and marks only, and stands in the audit log', async () => {
    const goods = await tillOf(env, merchant);
    const [word, type] = [goods[1]!.id as ListingKey, goods[2]!.id as ListingKey];
    await editGood(env, merchant, word, { name: 'Конфеты коньяк в шоколаде' });
    await editGood(env, merchant, type, { name: 'Водка подарочная', type: 'ALCOHOL_NOT_MARKED' });
    await env.services.catalogue.requestRefresh(merchant.userId);
    expect((await row(word)).code).to.equal('RESTRICTED_WORD');
    expect((await row(type)).code).to.equal('RESTRICTED_TYPE');
    const before = await traces();
    for (const of of [type, key]) {
      const { code } = await refusal(override({ allowRestricted: true }, of));
      expect(code).to.equal('OVERRIDE.NOT_ALLOWED');
    }
    expectSentence('OVERRIDE.NOT_ALLOWED');
    expect(await traces()).to.deep.equal(before);
    await override({ allowRestricted: true }, word);
    expect((await row(word)).listed).to.equal(1);
    await override({ allowRestricted: true, isPinned: true }, word);
    await override({ allowRestricted: false }, word);
    expect((await row(word)).code).to.equal('RESTRICTED_WORD');
    const log = await env.db.rows<{ action: string; entity: string; actor: number; origin: string; before: unknown }>(
      `SELECT action, entity, actor_user_id AS actor, origin, JSON_VALUE(before_value, '$.reasonCode') AS \`before\`
       FROM audit_log WHERE subject_user_id = :id AND entity = :entity ORDER BY id`,
      { id: merchant.userId, entity: `listing:${word}` },
    );
    const common = { entity: `listing:${word}`, actor: merchant.userId, origin: 'test' };
    expect(log).to.deep.equal([
      { ...common, action: 'listing.allow_restricted', before: 'RESTRICTED_WORD' },
      // The second wish of that change, the pin.
      { ...common, action: 'listing.own', before: null },
      { ...common, action: 'listing.forbid_restricted', before: null },
    ]);
    // A type that becomes restricted later is never let through by an old yes.
    await override({ allowRestricted: true }, word);
    await editGood(env, merchant, word, { type: 'TOBACCO_MARKED' });
    await env.services.catalogue.requestRefresh(merchant.userId);
    expect((await row(word)).code).to.equal('RESTRICTED_TYPE');
  });

  it('locks and pins are kept per good and field', async () => {
    const { listings } = env.services;
    const locks = () =>
      env.db.rows('SELECT field FROM field_locks WHERE user_id = :id ORDER BY field', { id: merchant.userId });
    await listings.setLock(merchant.userId, key, 'price', true);
    await listings.setLock(merchant.userId, key, 'price', true);
    await listings.setLock(merchant.userId, key, 'name', true);
    await listings.setLock(merchant.userId, key, 'name', false);
    expect(await locks()).to.deep.equal([{ field: 'price' }]);
    await listings.setLock(merchant.userId, key, 'price', false);
    expect(await locks()).to.deep.equal([]);
  });

  it('a group’s price rule and category hold for its subgroups, the nearest one wins', async () => {
    const { listings } = env.services;
    const { userId } = merchant;
    const till = (await tillOf(env, merchant))[0]!.price! * 100;
    await listings.setGroupPrice(userId, group, { ...PLAIN, multiplier: '2' });
    await listings.setGroupCategory(userId, group, 777);
    expect(await row()).to.include({ price: till * 2, category: 777 });
    // A subgroup of it, made on the cache: the till's own answer is not the matter here.
    const child = 'child-group' as GroupId;
    await env.db.change(
      `INSERT INTO cached_groups (user_id, evotor_id, store_evotor_id, parent_evotor_id, name, fetched_at)
       VALUES (:userId, :child, :store, :group, 'Подгруппа', NOW())`,
      { userId, child, store: merchant.stores[0]!, group },
    );
    const move = 'UPDATE cached_products SET group_evotor_id = :to WHERE user_id = :userId AND evotor_id = :key';
    await env.db.change(move, { userId, key, to: child });
    await listings.setGroupCategory(userId, child, null);
    expect(await row()).to.include({ price: till * 2, category: 777 });
    await listings.setGroupPrice(userId, child, { ...PLAIN, multiplier: '3' });
    expect((await row()).price).to.equal(till * 3);
    await listings.setGroupPrice(userId, child, null);
    await listings.setGroupPrice(userId, group, null);
    await listings.setGroupCategory(userId, group, null);
    expect(await row()).to.include({ price: till, category: env.deps.defaultCategoryId });
    // Goods without a group have their own place.
    await env.db.change(move, { userId, key, to: null });
    await listings.setGroupPrice(userId, noGroupId(merchant.stores[0]!), { ...PLAIN, addend: kopecks(500) });
    expect((await row()).price).to.equal(till + 500);
    await listings.setGroupPrice(userId, noGroupId(merchant.stores[0]!), null);
    await env.db.change(move, { userId, key, to: group });
  });

  it('price rules and categories out of range are refused by field', async () => {
    const before = await traces();
    const { listings } = env.services;
    const rules: readonly (readonly [string, Partial<PriceRule>])[] = [
      ['price_multiplier', { multiplier: '0' }],
      ['price_multiplier', { multiplier: '1000000000' }],
      ['price_multiplier', { multiplier: '1.23456' }],
      ['price_multiplier', { multiplier: '' }],
      ['price_addend', { addend: 100_000_001 as never }],
      ['price_addend', { addend: 0.5 as never }],
      ['price_rounding', { rounding: '7' as never }],
      ['price_floor_margin', { floorMarginPercent: -1 }],
      ['price_floor_margin', { floorMarginPercent: 1001 }],
      ['price_floor_margin', { floorMarginPercent: 2.5 }],
    ];
    for (const [field, change] of rules) {
      const { code, details } = await refusal(listings.setGroupPrice(merchant.userId, group, { ...PLAIN, ...change }));
      expect([code, details['field']]).to.deep.equal(['SETTING.INVALID', field]);
    }
    const nothing = listings.setGroupPrice(merchant.userId, group, { ...PLAIN, addend: kopecks(-100_000_000) });
    expect((await refusal(nothing)).code).to.equal('SETTING.PRICES_GONE');
    for (const category of [0, -1, 1.5, 2 ** 32, Number.NaN]) {
      const { code, details } = await refusal(listings.setGroupCategory(merchant.userId, group, category));
      expect([code, details['field']]).to.deep.equal(['SETTING.INVALID', 'category_id']);
    }
    expect(await traces()).to.deep.equal(before);
  });

  it('another merchant’s good, group and store are not found, whatever is asked', async () => {
    const { listings, catalogue } = env.services;
    const { userId } = merchant;
    const photo = await sharp({ create: { width: 500, height: 500, channels: 3, background: '#3366aa' } })
      .jpeg()
      .toBuffer();
    const before = await traces();
    const tries: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['LISTING.NOT_FOUND', () => override({ name: 'Чужой товар' }, theirKey)],
      ['LISTING.NOT_FOUND', () => override({ name: '' }, theirKey)],
      ['LISTING.NOT_FOUND', () => listings.setLock(userId, theirKey, 'name', true)],
      ['LISTING.NOT_FOUND', () => listings.setLock(userId, theirKey, 'name', false)],
      ['LISTING.NOT_FOUND', () => listings.setPhoto(userId, { purpose: 'product', key: theirKey }, photo)],
      ['LISTING.NOT_FOUND', () => listings.removePhoto(userId, { purpose: 'product', key: theirKey })],
      ['CATALOGUE.ENTITY_NOT_FOUND', () => listings.setPhoto(userId, { purpose: 'group', groupId: theirGroup }, photo)],
      ['CATALOGUE.ENTITY_NOT_FOUND', () => listings.setGroupPrice(userId, theirGroup, PLAIN)],
      ['CATALOGUE.ENTITY_NOT_FOUND', () => listings.setGroupPrice(userId, noGroupId(other.stores[0]!), PLAIN)],
      ['CATALOGUE.ENTITY_NOT_FOUND', () => listings.setGroupCategory(userId, theirGroup, 5)],
      // A store is no group.
      ['CATALOGUE.ENTITY_NOT_FOUND', () => listings.setGroupPrice(userId, merchant.stores[0]! as never, PLAIN)],
      ['STORE.NOT_FOUND', () => listings.setStoreOrder(userId, [other.stores[0]!])],
      ['STORE.NOT_FOUND', () => listings.setStoreOrder(userId, [merchant.stores[0]!, merchant.stores[0]!])],
      ...(['include', 'exclude'] as const).map(
        mode =>
          [
            'CATALOGUE.ENTITY_NOT_FOUND',
            () => listings.previewRule(userId, { entityType: 'product', entityId: theirKey, mode }),
          ] as const,
      ),
      [
        'CATALOGUE.ENTITY_NOT_FOUND',
        () => catalogue.setRules(userId, [{ entityType: 'group', entityId: merchant.stores[0]!, mode: 'exclude' }]),
      ],
    ];
    for (const [code, work] of tries) expect((await refusal(work())).code).to.equal(code);
    expect(await traces()).to.deep.equal(before);
  });

  it('rules are saved all or none; one entity cannot be two things', async () => {
    const { catalogue } = env.services;
    const before = await traces();
    const mine = { entityType: 'product', entityId: key } as const;
    const { code, details } = await refusal(
      catalogue.setRules(merchant.userId, [
        { ...mine, mode: 'include' },
        { ...mine, mode: 'exclude' },
      ]),
    );
    expect([code, details['entityId']]).to.deep.equal(['RULE.CONTRADICTION', key]);
    expectSentence(code);
    const stranger = { entityType: 'product', entityId: theirKey, mode: 'exclude' } as const;
    await refusal(catalogue.setRules(merchant.userId, [{ ...mine, mode: 'exclude' }, stranger]));
    expect(await traces()).to.deep.equal(before);
    const twice = [
      { ...mine, mode: 'exclude' },
      { ...mine, mode: 'exclude' },
    ] as const;
    await catalogue.setRules(merchant.userId, twice);
    expect((await row()).code).to.equal('NOT_SELECTED');
    await catalogue.setRule(merchant.userId, { ...mine, mode: 'none' });
    expect((await row()).listed).to.equal(1);
  });
});
