import { expect } from 'chai';
import fc from 'fast-check';
import type { GroupId, ProductId, StoreId } from '../../../src/domain/brand.js';
import { buildSelection } from '../../../src/domain/selection/build-selection.js';
import { changedRules, ruleEffect, rulesEffect, type RuleChange } from '../../../src/domain/selection/rule-effect.js';
import type { FilterRule } from '../../../src/domain/selection/types.js';

const stores = ['S1', 'S2'].map(id => ({ id: id as StoreId, name: id, address: null }));
const groups = [
  ['S1', 'tea', null],
  ['S1', 'white', 'tea'],
  ['S1', 'ware', null],
  ['S2', 'tea', null],
].map(([storeId, id, parentId]) => ({
  storeId: storeId as StoreId,
  id: id as GroupId,
  parentId: parentId as GroupId | null,
  name: String(id),
  attributes: [],
}));
const goods = [
  ['S1', 'tea'],
  ['S1', 'white'],
  ['S1', 'ware'],
  ['S1', null],
  ['S2', 'tea'],
  ['S2', 'nowhere'],
].map(([storeId, groupId], index) => ({
  storeId: storeId as StoreId,
  groupId: groupId as GroupId | null,
  productId: `p${index}` as ProductId,
}));

const ENTITIES = [
  ...stores.map(({ id }) => ['store', id] as const),
  ...['tea', 'white', 'ware', 'none:S1', 'none:S2'].map(id => ['group', id] as const),
  ...goods.map(({ productId }) => ['product', productId] as const),
];
const change = fc
  .tuple(fc.constantFrom(...ENTITIES), fc.constantFrom('include', 'exclude', 'none'))
  .map(([[entityType, entityId], mode]): RuleChange => ({ entityType, entityId, mode }));
const changes = fc.uniqueArray(change, {
  minLength: 1,
  maxLength: 5,
  selector: ({ entityType, entityId }) => `${entityType} ${entityId}`,
});
const rules = changes.map(list =>
  list.flatMap(({ entityType, entityId, mode }): FilterRule[] =>
    mode === 'none' ? [] : [{ entityType, entityId, entityName: '', mode }],
  ),
);

const selectedUnder = (list: readonly FilterRule[]): boolean[] => {
  const selection = buildSelection(list, groups, stores);
  return goods.map(good => selection.product({ ...good, name: '' }).selected);
};

describe('rulesEffect', () => {
  it('counts what several rules saved one after the other move together', () => {
    fc.assert(
      fc.property(rules, changes, (before, wishes) => {
        const after = wishes.reduce<readonly FilterRule[]>((list, wish) => changedRules(list, wish), before);
        const [was, is] = [selectedUnder(before), selectedUnder(after)];
        const effect = rulesEffect({ rules: before, groups, stores }, goods, wishes);
        expect(effect.movedIn).to.equal(is.filter((now, index) => now && !was[index]).length);
        expect(effect.movedOut).to.equal(is.filter((now, index) => !now && was[index]).length);
        expect(effect.moved).to.equal(effect.movedIn + effect.movedOut);
        expect(effect.othersIn).to.be.at.most(Math.min(effect.othersMoved, effect.movedIn));
        expect([0, effect.othersIn]).to.include(effect.opensOthers);
      }),
    );
  });

  it('of one rule is the effect of that rule', () => {
    fc.assert(
      fc.property(rules, change, (before, wish) => {
        const world = { rules: before, groups, stores };
        expect(rulesEffect(world, goods, [wish])).to.deep.equal(ruleEffect(world, goods, wish));
      }),
    );
  });

  it('calls its own what any of the rules names, or what stands below it', () => {
    const world = { rules: [], groups, stores };
    const wish = (entityType: RuleChange['entityType'], entityId: string): RuleChange => ({
      entityType,
      entityId,
      mode: 'include',
    });
    expect(rulesEffect(world, goods, [wish('group', 'tea'), wish('group', 'none:S2')])).to.deep.equal({
      moved: 2,
      movedIn: 0,
      movedOut: 2,
      othersMoved: 2,
      othersIn: 0,
      opensOthers: 0,
    });
    const two = [wish('product', 'p0'), wish('product', 'p1')];
    const written = two.reduce<readonly FilterRule[]>((list, one) => changedRules(list, one), []);
    const undone = two.map((one): RuleChange => ({ ...one, mode: 'none' }));
    expect(rulesEffect({ ...world, rules: written }, goods, undone)).to.include({ othersIn: 4, opensOthers: 4 });
    expect(rulesEffect({ ...world, rules: written }, goods, undone.slice(0, 1))).to.include({
      movedOut: 1,
      opensOthers: 0,
    });
  });
});
