import { expect } from 'chai';
import type { GroupId, StoreId } from '../../../src/domain/brand.js';
import { groupsByAlbumTitle } from '../../../src/domain/listing/group-albums.js';
import type { TillGroup } from '../../../src/domain/till.js';

const group = (id: string, name: string, over: Partial<TillGroup> = {}): TillGroup => ({
  id: id as GroupId,
  storeId: 'store-1' as StoreId,
  parentId: null,
  name,
  attributes: [],
  ...over,
});
const idsOf = (found: ReadonlyMap<string, readonly TillGroup[]>) =>
  Object.fromEntries([...found].map(([title, groups]) => [title, groups.map(({ id }) => id)]));

describe('groups by the title of their album', () => {
  const tea = group('tea', 'Чай');
  const white = group('white', 'Белый ☕', { parentId: 'tea' as GroupId });
  const elsewhere = group('tea', 'Чай', { storeId: 'store-2' as StoreId });

  it('gather groups of all stores under one title, as the title is made for VK', () => {
    expect(idsOf(groupsByAlbumTitle([tea, white, elsewhere], 'leaf'))).to.deep.equal({
      Чай: ['tea', 'tea'],
      Белый: ['white'],
    });
  });

  it('name the path when nested groups are told apart by it, each in its own store', () => {
    const stray = group('white-2', 'Белый', { storeId: 'store-2' as StoreId, parentId: 'tea' as GroupId });
    expect(idsOf(groupsByAlbumTitle([tea, white, elsewhere, stray], 'path'))).to.deep.equal({
      Чай: ['tea', 'tea'],
      'Чай / Белый': ['white', 'white-2'],
    });
  });

  it('leave out variant groups and nameless ones, and end on a loop', () => {
    const variant = group('v', 'Футболка', { attributes: [{ id: 'a', name: 'Размер', choices: [] }] });
    const loop = group('loop', 'Круг', { parentId: 'loop' as GroupId });
    const found = groupsByAlbumTitle([variant, group('x', '☕'), loop], 'leaf');
    expect(idsOf(found)).to.deep.equal({ Круг: ['loop'] });
    expect([...groupsByAlbumTitle([loop], 'path').values()].flat()).to.deep.equal([loop]);
  });
});
