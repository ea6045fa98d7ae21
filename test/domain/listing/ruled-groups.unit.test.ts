import { expect } from 'chai';
import type { GroupId, StoreId } from '../../../src/domain/brand.js';
import { ruledGroups } from '../../../src/domain/listing/ruled-groups.js';

const group = (id: string, parentId: string | null = null, storeId = 'a') => ({
  id: id as GroupId,
  parentId: parentId as GroupId | null,
  storeId: storeId as StoreId,
});

const ruled = (id: string, groups: ReturnType<typeof group>[], own: string[] = []): string[] =>
  ruledGroups(id as GroupId, groups, one => own.includes(one)).map(one => `${one.storeId}/${one.id}`);

describe('the groups a rule holds for', () => {
  const tea = [group('tea'), group('white', 'tea'), group('puer', 'tea'), group('sheng', 'puer'), group('ware')];

  it('are the group and all below it', () => {
    expect(ruled('tea', tea)).to.have.members(['a/tea', 'a/white', 'a/puer', 'a/sheng']);
    expect(ruled('sheng', tea)).to.deep.equal(['a/sheng']);
    expect(ruled('nobody', tea)).to.deep.equal([]);
  });

  it('end where a group below has its own, and all below that', () => {
    expect(ruled('tea', tea, ['puer'])).to.have.members(['a/tea', 'a/white']);
    expect(ruled('puer', tea, ['puer']), 'its own is no end').to.have.members(['a/puer', 'a/sheng']);
  });

  it('are looked for in each store that knows the group', () => {
    const both = [...tea, group('tea', null, 'b'), group('green', 'tea', 'b'), group('white', null, 'b')];
    expect(ruled('tea', both)).to.have.members(['a/tea', 'a/white', 'a/puer', 'a/sheng', 'b/tea', 'b/green']);
  });

  it('are found in a circle too, each once', () => {
    expect(ruled('x', [group('x', 'y'), group('y', 'x')])).to.have.members(['a/x', 'a/y']);
  });
});
