import { expect } from 'chai';
import type { ListingKey, VkAlbumId, VkItemId } from '../../../src/domain/brand.js';
import type { UnlinkedItem, UnlinkedListing } from '../../../src/domain/sync/adoption.js';
import { matchForAdoption } from '../../../src/domain/sync/adoption.js';
import type { AlbumOfOurs } from '../../../src/domain/sync/album-renames.js';
import { albumRenames } from '../../../src/domain/sync/album-renames.js';

const listing = (key: string, change: Partial<UnlinkedListing> = {}): UnlinkedListing => ({
  key: key as ListingKey,
  name: `Товар ${key}`,
  barcodes: [],
  articles: [],
  ...change,
});
const item = (id: number, change: Partial<UnlinkedItem> = {}): UnlinkedItem => ({
  id: id as VkItemId,
  sku: null,
  title: `Своё ${id}`,
  ...change,
});
const pairs = (...args: Parameters<typeof matchForAdoption>) =>
  matchForAdoption(...args).map(({ key, itemId, by }) => [key, itemId, by]);

describe('goods of the shop that look like a listing', () => {
  it('are matched by barcode, article or name', () => {
    const listings = [
      listing('a', { barcodes: ['4600', '4601'] }),
      listing('b', { articles: [' 10-05 '] }),
      listing('c', { name: 'Чай «Ёлочка»' }),
    ];
    const items = [
      item(1, { sku: ' 4601 ' }),
      item(2, { sku: '10-05' }),
      item(3, { title: 'ЧАЙ  &laquo;елочка» '.replace('&laquo;', '«') }),
      item(4),
    ];
    expect(pairs(listings, items)).to.deep.equal([
      ['a', 1, 'barcode'],
      ['b', 2, 'article'],
      ['c', 3, 'name'],
    ]);
  });

  it('are matched once, by the best sign', () => {
    const listings = [listing('a', { barcodes: ['4600'], name: 'Чай' }), listing('b', { name: 'Кофе' })];
    const items = [item(1, { sku: '4600', title: 'Кофе' }), item(2, { title: 'Чай' })];
    expect(pairs(listings, items)).to.deep.equal([['a', 1, 'barcode']]);
  });

  it('are not matched by a sign that two share', () => {
    const twins = [listing('a', { barcodes: ['1'] }), listing('b', { barcodes: ['1'] })];
    expect(pairs(twins, [item(1, { sku: '1' })])).to.deep.equal([]);
    const named = listing('a', { barcodes: ['1'], name: 'Чай' });
    const items = [item(1, { sku: '1' }), item(2, { sku: '1' }), item(3, { title: 'чай' })];
    expect(pairs([named], items)).to.deep.equal([['a', 3, 'name']]);
    const triple = [...items, item(4, { sku: '1' })];
    expect(pairs([listing('a', { barcodes: ['1'] })], triple)).to.deep.equal([]);
  });

  it('are matched although a listing tells its barcode twice', () => {
    expect(pairs([listing('a', { barcodes: ['1', ' 1'] })], [item(7, { sku: '1' })])).to.deep.equal([
      ['a', 7, 'barcode'],
    ]);
  });

  it('are not matched by an empty sign', () => {
    const nameless = listing('a', { name: ' ', barcodes: [' '], articles: [''] });
    expect(pairs([nameless], [item(1, { sku: '', title: '' })])).to.deep.equal([]);
  });

  it('are not offered again after a no, but others are', () => {
    const listings = [listing('a', { barcodes: ['1'], name: 'Чай' }), listing('b', { barcodes: ['2'] })];
    const items = [item(1, { sku: '1' }), item(2, { sku: '2' }), item(3, { title: 'Чай' })];
    const isAnswered = (key: ListingKey, itemId: VkItemId) => key === 'a' && Number(itemId) === 1;
    expect(pairs(listings, items, isAnswered)).to.deep.equal([
      ['b', 2, 'barcode'],
      ['a', 3, 'name'],
    ]);
  });
});

describe('albums that are renamed', () => {
  const album = (id: number, wanted: readonly (readonly [string, number])[], change: Partial<AlbumOfOurs> = {}) => ({
    albumId: id as VkAlbumId,
    title: 'Чай',
    isMadeByUs: true,
    wanted: new Map(wanted),
    ...change,
  });
  const renames = (albums: readonly AlbumOfOurs[], wantedTitles: string[] = [], takenTitles: string[] = []) =>
    albumRenames(albums, { wantedTitles: new Set(wantedTitles), takenTitles: new Set(takenTitles) });

  it('are those whose goods all want the same other title', () => {
    expect(renames([album(1, [['Чаи', 3]])])).to.deep.equal([{ albumId: 1, from: 'Чай', to: 'Чаи' }]);
  });

  const kept: readonly (readonly [string, AlbumOfOurs, string[], string[]])[] = [
    ['made by somebody else', album(1, [['Чаи', 3]], { isMadeByUs: false }), [], []],
    ['wanted by nobody', album(1, []), [], []],
    ['torn between two titles', album(1, [['Чаи', 3], ['Кофе', 1]]), [], []], // prettier-ignore
    ['called so already', album(1, [['Чай', 3]]), [], []],
    ['whose old title is wanted elsewhere', album(1, [['Чаи', 3]]), ['Чай'], []],
    ['whose new title another album has', album(1, [['Чаи', 3]]), [], ['Чаи']],
  ];
  for (const [what, one, wantedTitles, takenTitles] of kept)
    it(`are not one ${what}`, () => {
      expect(renames([one], wantedTitles, takenTitles)).to.deep.equal([]);
    });

  it('are the fuller of two that want one title, of equal ones the older', () => {
    const small = album(1, [['Чаи', 1]], { title: 'А' });
    const full = album(2, [['Чаи', 5]], { title: 'Б' });
    const equal = album(3, [['Чаи', 5]], { title: 'В' });
    for (const albums of [
      [small, full, equal],
      [equal, full, small],
    ])
      // prettier-ignore
      expect(renames(albums)).to.deep.equal([{ albumId: 2, from: 'Б', to: 'Чаи' }]);
  });

  it('are several when they want several titles', () => {
    const albums = [album(1, [['Чаи', 1]]), album(2, [['Кофе и какао', 1]], { title: 'Кофе' })];
    expect(renames(albums).map(({ to }) => to)).to.deep.equal(['Чаи', 'Кофе и какао']);
  });
});
