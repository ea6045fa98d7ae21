import { expect } from 'chai';
import { compareShop, type SeenItem, type SeenShop } from '../../chaos/merchant/compare-shop.js';
import type { ExpectedItem } from '../../chaos/merchant/expected-item.js';

const WANTED: ExpectedItem = {
  sku: 'a',
  title: 'Улун',
  description: 'Улун (цена за 1 шт.)',
  priceKopecks: 10_000,
  stock: 1000,
  categoryId: 40_932,
  albums: ['Чай'],
};

function item(changes: Partial<SeenItem> = {}): SeenItem {
  return {
    ...WANTED,
    id: 1,
    state: 'visible',
    foreign: false,
    mainPhotoId: 11,
    photoIds: [],
    albums: [{ id: 5, title: 'Чай' }],
    photo: { sha256: 'x' },
    writes: { api: 1 },
    ...changes,
  };
}

const shop = (...items: SeenItem[]): SeenShop => ({ items, albums: [] });
const NOTHING = shop();
const SILENT = { twins: [], lost: [], wrong: [], foreignChanged: [] };

describe('the comparison of the chaos runs', () => {
  it('is silent about a shop that is as it should be', () => {
    expect(compareShop(NOTHING, shop(item()), [WANTED])).to.deep.equal(SILENT);
  });

  it('sees a twin, also a hidden one, but not one that was deleted', () => {
    const twin = item({ id: 2, state: 'hidden', mainPhotoId: 12 });
    expect(compareShop(NOTHING, shop(item(), twin), [WANTED]).twins).to.deep.equal(['a: items 1, 2']);
    const deleted = item({ id: 2, state: 'deleted', mainPhotoId: 12 });
    expect(compareShop(NOTHING, shop(item(), deleted), [WANTED])).to.deep.equal(SILENT);
  });

  for (const state of ['hidden', 'deleted'] as const)
    it(`counts a wanted good that is ${state} as lost`, () => {
      expect(compareShop(NOTHING, shop(item({ state })), [WANTED]).lost).to.have.length(1);
    });

  it('counts a wanted good that is absent as lost', () => {
    expect(compareShop(NOTHING, NOTHING, [WANTED]).lost).to.deep.equal(['Улун (a): absent']);
  });

  const wrong: Readonly<Record<string, Partial<SeenItem>>> = {
    title: { title: 'Улун ' },
    description: { description: 'Улун' },
    price: { priceKopecks: 10_001 },
    stock: { stock: 999 },
    category: { categoryId: 1 },
    album: { albums: [{ id: 6, title: 'Кофе' }] },
    'second album': {
      albums: [
        { id: 5, title: 'Чай' },
        { id: 6, title: 'Кофе' },
      ],
    },
    'second photo': { photoIds: [11, 12] },
    'missing photo': { photo: null },
  };
  for (const [name, changes] of Object.entries(wrong))
    it(`calls a wrong ${name} wrong`, () => {
      expect(compareShop(NOTHING, shop(item(changes)), [WANTED]).wrong).to.have.length(1);
    });

  it('calls a good wrong that must not be seen, and lets it be once it is hidden', () => {
    expect(compareShop(NOTHING, shop(item()), []).wrong).to.deep.equal(['Улун (a): must not be seen']);
    expect(compareShop(NOTHING, shop(item({ state: 'hidden' })), [])).to.deep.equal(SILENT);
  });

  it('calls a photo wrong that two goods share', () => {
    const found = compareShop(NOTHING, shop(item(), item({ id: 2, sku: 'b' })), [WANTED, { ...WANTED, sku: 'b' }]);
    expect(found.wrong).to.deep.equal(['photo 11 belongs to a, b']);
  });

  it('sees what became of goods and collections of the merchant’s own', () => {
    const own = item({ id: 7, sku: '', foreign: true, writes: { api: 0 } });
    const album = { id: 9, title: 'Своё', isHidden: false, foreign: true, writes: { api: 0 } };
    const before: SeenShop = { items: [own], albums: [album] };
    const after = (changedItem: SeenItem | null, changedAlbum = album): SeenShop => ({
      items: changedItem === null ? [] : [changedItem],
      albums: [changedAlbum],
    });
    expect(compareShop(before, before, [])).to.deep.equal(SILENT);
    expect(compareShop(before, after(null), []).foreignChanged).to.deep.equal(['item 7 is gone']);
    expect(compareShop(before, after({ ...own, stock: 1 }), []).foreignChanged).to.deep.equal(['item 7 differs']);
    expect(compareShop(before, after({ ...own, writes: { api: 2 } }), []).foreignChanged).to.deep.equal([
      'item 7 was written to 2 times',
      'item 7 differs',
    ]);
    expect(compareShop(before, after(own, { ...album, title: 'Чужое' }), []).foreignChanged).to.have.length(1);
  });
});
