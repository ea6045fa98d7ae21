import { expect } from 'chai';
import fc from 'fast-check';
import type { ListingKey, VkItemId } from '../../../src/domain/brand.js';
import { movedKeys, type KeyedGood } from '../../../src/domain/listing/moved-keys.js';
import { movedLinks, type KeyedLink } from '../../../src/domain/listing/moved-links.js';

const key = (name: string) => name as ListingKey;
const good = (oldKey: string | null, newKey: string, wasSelected = true): KeyedGood => ({
  oldKey: oldKey === null ? null : key(oldKey),
  newKey: key(newKey),
  wasSelected,
});
const link = (name: string, itemId: number, state: KeyedLink['state'] = 'live'): KeyedLink => ({
  key: key(name),
  itemId: itemId as VkItemId,
  state,
});

describe('movedKeys', () => {
  it('follows the first selected good, in the order of stores, else the first', () => {
    const goods = [good('a', 'x', false), good('a', 'y'), good('b', 'z', false)];
    expect([...movedKeys(goods)]).to.deep.equal([
      ['a', 'y'],
      ['b', 'z'],
    ]);
  });

  it('leaves alone a key that still has a good, and goods that had none', () => {
    expect([...movedKeys([good('a', 'b'), good('a', 'a'), good(null, 'c')])]).to.deep.equal([]);
  });
});

describe('movedLinks', () => {
  const moved = new Map([
    [key('a'), key('x')],
    [key('b'), key('x')],
  ]);

  it('gives a key to the oldest live item; the others stay under their old keys', () => {
    expect(movedLinks([link('b', 5), link('a', 9)], moved)).to.deep.equal([{ itemId: 5, from: 'b', to: 'x' }]);
    expect(movedLinks([link('b', 5, 'hidden'), link('a', 9)], moved)).to.deep.equal([
      { itemId: 9, from: 'a', to: 'x' },
    ]);
  });

  it('leaves an item where it stands when it is the older one, and changes places when it is not', () => {
    expect(movedLinks([link('x', 1), link('a', 9)], moved)).to.deep.equal([]);
    expect(movedLinks([link('x', 1, 'deleted'), link('a', 9)], moved)).to.deep.equal([
      { itemId: 1, from: 'x', to: 'a' },
      { itemId: 9, from: 'a', to: 'x' },
    ]);
  });

  it('a detached item keeps its wish unless another one stands in the shop', () => {
    expect(movedLinks([link('a', 1, 'detached')], moved)).to.deep.equal([{ itemId: 1, from: 'a', to: 'x' }]);
    expect(movedLinks([link('a', 1, 'detached'), link('b', 2, 'deleted')], moved)[0]?.itemId).to.equal(1);
    expect(movedLinks([link('a', 1, 'detached'), link('b', 2, 'live')], moved)[0]?.itemId).to.equal(2);
  });

  const states = fc.constantFrom('live', 'hidden', 'detached', 'deleted');
  const worlds = fc
    .array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 5 }), fc.boolean(), states), {
      maxLength: 12,
    })
    .map(rows => {
      const goods = rows.map(([from, to, wasSelected]) =>
        good(`id${from}`, to > 3 ? `id${to}` : `bc${to}`, wasSelected),
      );
      const olds = [...new Set(goods.map(({ oldKey }) => String(oldKey)))];
      const links = olds.map((name, index) => link(name, index + 1, rows[index]?.[3] ?? 'live'));
      return { goods, links };
    });

  it('never puts two items under one key, never loses one, and has nothing to do the second time', () => {
    fc.assert(
      fc.property(worlds, ({ goods, links }) => {
        const moves = new Map(movedLinks(links, movedKeys(goods)).map(move => [move.itemId, move.to]));
        const after = links.map(one => ({ ...one, key: moves.get(one.itemId) ?? one.key }));
        expect(new Set(after.map(one => one.key)).size).to.equal(links.length);
        const settled = goods.map(one => ({ ...one, oldKey: one.newKey }));
        expect(movedLinks(after, movedKeys(settled))).to.deep.equal([]);
      }),
    );
  });

  it('a live item loses its key only to an older live one', () => {
    fc.assert(
      fc.property(worlds, ({ goods, links }) => {
        const map = movedKeys(goods);
        const moves = movedLinks(links, map);
        for (const { key: from, itemId, state } of links) {
          const target = map.get(from);
          if (state !== 'live' || target === undefined || moves.some(move => move.itemId === itemId)) continue;
          const rivals = links.filter(other => (map.get(other.key) ?? other.key) === target);
          expect(rivals.some(other => other.state === 'live' && other.itemId < itemId)).to.equal(true);
        }
      }),
    );
  });
});
