import { expect } from 'chai';
import fc from 'fast-check';
import { buildListing } from '../../../src/domain/listing/build-listing.js';
import { explainListing, type ListingExplanation } from '../../../src/domain/listing/explain-listing.js';
import type { ListingMember } from '../../../src/domain/listing/types.js';
import { kopecks } from '../../../src/domain/money.js';
import { DEFAULT_PRICE_RULE, type PriceRule } from '../../../src/domain/settings.js';
import { context, KEY, member, type ContextChange } from './build-till.js';

const explained = (one: ListingMember, change: ContextChange = {}): ListingExplanation => {
  const found = explainListing([one], context(change));
  if (found === null) throw new Error('nothing explained');
  return found;
};
const ruled = (rule: Partial<PriceRule>): ContextChange => ({
  settings: { price: { ...DEFAULT_PRICE_RULE, ...rule } },
});

describe('explainListing', () => {
  it('tells nothing of nothing', () => {
    expect(explainListing([], context())).to.equal(null);
  });

  it('gives the very price, name, album and stock that the listing has', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        fc.integer({ min: 1, max: 30_000 }),
        fc.integer({ min: -5000, max: 5000 }),
        fc.constantFrom('none' as const, '1' as const, '5' as const, '10' as const, 'x9' as const),
        fc.constantFrom('шт', 'кг', 'г'),
        fc.constantFrom('as_is' as const, '100g' as const, '1kg' as const),
        fc.constantFrom('Бай Му Дань', 'ЧАЙ', 'ча', 'Чай 🍵 белый', `Чай ${'очень '.repeat(40)}длинный`),
        (price, multiplier, addend, rounding, measureName, weightUnit, name) => {
          const one = member({ price: kopecks(price), measureName, name, costPrice: kopecks(price) });
          const rule = { multiplier: (multiplier / 10_000).toFixed(4), addend: kopecks(addend), rounding };
          const change: ContextChange = {
            settings: {
              weightUnit,
              lowerShouting: true,
              price: { ...DEFAULT_PRICE_RULE, ...rule, floorMarginPercent: 20 },
            },
          };
          const listing = buildListing(KEY, [one], context(change));
          if (listing.kind !== 'listing') return;
          const told = explained(one, change);
          expect(told.price).to.include({ from: 'till', price: listing.price });
          expect(told.name.name).to.equal(listing.name);
          expect(told.album.title).to.equal(listing.album);
          expect(told.stock.stock).to.equal(listing.stock);
          expect(told.photo).to.equal(listing.photo.source);
          expect(told.category.id).to.equal(listing.categoryId);
        },
      ),
    );
  });

  it('tells what was done to a price', () => {
    const of = (rule: Partial<PriceRule>, change: Partial<ListingMember['product']> = {}) =>
      explained(member(change), ruled(rule)).price;
    expect(of({})).to.include({ isRounded: false, isAtFloor: false, isGroupRule: false, perUnit: '', price: 35_000 });
    expect(of({ rounding: '10', multiplier: '1.11' })).to.include({ isRounded: true, price: 39_000 });
    expect(of({ rounding: '10' }), 'nothing to round').to.include({ isRounded: false });
    expect(of({ floorMarginPercent: 50 }, { costPrice: kopecks(30_000) })).to.include({
      isAtFloor: true,
      isRounded: false,
      price: 45_000,
    });
    expect(explained(member(), { group: { price: DEFAULT_PRICE_RULE } }).price).to.include({ isGroupRule: true });
    expect(explained(member({ price: null })).price).to.deep.equal({ from: 'none' });
    expect(explained(member({ price: kopecks(0) })).price).to.deep.equal({ from: 'none' });
    expect(explained(member(), { overrides: { price: kopecks(100) } }).price).to.deep.equal({
      from: 'own',
      price: 100,
      tillPrice: 35_000,
    });
  });

  it('says the unit only of a price that is counted in another one', () => {
    const of = (measureName: string, weightUnit: 'as_is' | '100g') =>
      explained(member({ measureName }), { settings: { weightUnit } }).price;
    expect(of('кг', '100g')).to.include({ perUnit: 'цена за 100 г.', price: 3500 });
    expect(of('кг', 'as_is')).to.include({ perUnit: '' });
    expect(of('шт', '100g')).to.include({ perUnit: '' });
  });

  for (const [what, one, change, steps] of [
    ['as on the till', member(), {}, []],
    ['own', member(), { overrides: { name: 'Особый чай' } }, ['own']],
    ['cleaned', member({ name: 'Чай 🍵 белый' }), {}, ['cleaned']],
    ['lowered', member({ name: 'ЧАЙ ЗЕЛЁНЫЙ' }), { settings: { lowerShouting: true } }, ['lowered']],
    [
      'expanded',
      member({ name: 'Чай зел. лист' }),
      { settings: { expandAbbreviations: true, abbreviations: [['зел.', 'зелёный']] } },
      ['expanded'],
    ],
    ['shortened', member({ name: `Чай ${'белый '.repeat(30)}`.trim() }), {}, ['shortened']],
    ['completed', member({ name: 'Чай' }), {}, ['completed']],
    ['own, too short for VK', member(), { overrides: { name: 'Ча' } }, ['own', 'completed']],
  ] as const satisfies readonly (readonly [string, ListingMember, ContextChange, readonly string[]])[]) {
    it(`tells what was done to a name: ${what}`, () => {
      expect(explained(one, change).name.steps).to.deep.equal(steps);
    });
  }

  it('has no name to tell of where the till has none', () => {
    expect(explained(member({ name: '---' })).name).to.deep.equal({ steps: [], name: null });
  });

  it('tells where a description comes from', () => {
    const source = (change: Partial<ListingMember['product']>, context_: ContextChange = {}) =>
      explained(member(change), context_).description.source;
    expect(source({ description: 'Светлый и сладкий' })).to.equal('till');
    expect(source({ description: ' \n ' })).to.equal('name');
    expect(source({}, { settings: { descriptionTemplate: '{name}, свежий' } })).to.equal('template');
    expect(source({}, { overrides: { description: 'Моё' }, settings: { descriptionTemplate: '{name}' } })).to.equal(
      'own',
    );
    expect(source({}, { overrides: { description: '  ' } })).to.equal('name');
  });

  it('counts stock from what is for sale, and knows a good without a group', () => {
    const stock = explainListing(
      [member(), member({ allowToSell: false })],
      context({ settings: { stockMode: 'exact' } }),
    );
    expect(stock?.stock).to.deep.equal({ mode: 'exact', buffer: 0, cap: null, stock: 5 });
    expect(explained(member({}, [])).album).to.deep.equal({ title: null, hasGroup: false });
  });
});
