import { expect } from 'chai';
import fc from 'fast-check';
import type { GroupId, ProductId, StoreId } from '../../../src/domain/brand.js';
import { buildSelection } from '../../../src/domain/selection/build-selection.js';
import { noGroupId } from '../../../src/domain/selection/no-group.js';
import {
  changedRules,
  ruleEffect,
  type PlacedGood,
  type RuleChange,
} from '../../../src/domain/selection/rule-effect.js';
import type { FilterRule } from '../../../src/domain/selection/types.js';
import type { TillGroup } from '../../../src/domain/till.js';

const S1 = 'S1' as StoreId;
const S2 = 'S2' as StoreId;
const group = (id: string, parentId: string | null, storeId = S1): TillGroup => ({
  id: id as GroupId,
  storeId,
  parentId: parentId as GroupId | null,
  name: id,
  attributes: [],
});
const groups = [group('food', null), group('tea', 'food'), group('pots', null), group('far', null, S2)];
const stores = [S1, S2].map(id => ({ id, name: id, address: null }));
const good = (id: string, groupId: string | null, storeId = S1): PlacedGood => ({
  storeId,
  groupId: groupId as GroupId | null,
  productId: id as ProductId,
});
const goods = [
  good('1', 'food'),
  good('2', 'tea'),
  good('3', 'pots'),
  good('4', null),
  good('5', 'unknown'),
  good('6', 'far', S2),
];
const rule = (entityType: FilterRule['entityType'], entityId: string, mode: FilterRule['mode']): FilterRule => ({
  entityType,
  entityId,
  entityName: '',
  mode,
});
const effect = (change: RuleChange, rules: readonly FilterRule[] = []) =>
  ruleEffect({ rules, groups, stores }, goods, change);

describe('ruleEffect', () => {
  it('an exclude moves its own goods and no others', () => {
    expect(effect({ entityType: 'group', entityId: 'food', mode: 'exclude' })).to.deep.equal({
      moved: 2,
      movedIn: 0,
      movedOut: 2,
      othersMoved: 0,
      othersIn: 0,
      opensOthers: 0,
    });
  });

  it('the first include makes a white list: all other goods go out', () => {
    const { movedOut, othersMoved } = effect({ entityType: 'group', entityId: 'food', mode: 'include' });
    expect([movedOut, othersMoved]).to.deep.equal([4, 4]);
    expect(effect({ entityType: 'store', entityId: 'S1', mode: 'include' })).to.include({
      movedOut: 1,
      othersMoved: 1,
    });
    expect(effect({ entityType: 'product', entityId: '1', mode: 'include' })).to.include({ othersMoved: 5 });
  });

  it('taking the last include away says how many others come in', () => {
    const rules = [rule('group', 'food', 'include')];
    expect(effect({ entityType: 'group', entityId: 'food', mode: 'none' }, rules)).to.deep.equal({
      moved: 4,
      movedIn: 4,
      movedOut: 0,
      othersMoved: 4,
      othersIn: 4,
      opensOthers: 4,
    });
    const two = [...rules, rule('group', 'pots', 'include')];
    expect(effect({ entityType: 'group', entityId: 'food', mode: 'none' }, two).opensOthers).to.equal(0);
  });

  it('goods without a group, or of one the till does not know, belong to «Без группы» of their store', () => {
    expect(effect({ entityType: 'group', entityId: noGroupId(S1), mode: 'exclude' })).to.include({
      movedOut: 2,
      othersMoved: 0,
    });
  });
});

const ids = {
  store: ['S1', 'S2'],
  group: ['food', 'tea', 'pots', 'far', noGroupId(S1)],
  product: ['1', '2', '3', '6'],
};
const anyRule = fc.constantFrom(...(['store', 'group', 'product'] as const)).chain(entityType =>
  fc.record({
    entityType: fc.constant(entityType),
    entityId: fc.constantFrom(...ids[entityType]),
    mode: fc.constantFrom('include' as const, 'exclude' as const),
    entityName: fc.constant(''),
  }),
);
const anyRules = fc.uniqueArray(anyRule, { selector: one => `${one.entityType} ${one.entityId}`, maxLength: 8 });
const statesOf = (rules: readonly FilterRule[]) => {
  const selection = buildSelection(rules, groups, stores);
  return goods.map(one => selection.product({ ...one, name: '' }).selected);
};

describe('rules of a merchant', () => {
  it('removed again, leave exactly the state before', () => {
    fc.assert(
      fc.property(anyRules, anyRule, (rules, wish) => {
        const before = rules.filter(one => one.entityType !== wish.entityType || one.entityId !== wish.entityId);
        const after = changedRules(changedRules(before, wish), { ...wish, mode: 'none' });
        expect(statesOf(after)).to.deep.equal(statesOf(before));
      }),
    );
  });

  it('mean the same in any order', () => {
    fc.assert(
      fc.property(
        anyRules.chain(rules => fc.tuple(fc.constant(rules), fc.shuffledSubarray(rules, { minLength: rules.length }))),
        ([rules, shuffled]) => {
          expect(statesOf(shuffled)).to.deep.equal(statesOf(rules));
        },
      ),
    );
  });

  it('an excluded store always wins', () => {
    fc.assert(
      fc.property(anyRules, rules => {
        const states = statesOf(changedRules(rules, { entityType: 'store', entityId: 'S1', mode: 'exclude' }));
        expect(states.filter((_, index) => goods[index]?.storeId === S1)).to.deep.equal([
          false,
          false,
          false,
          false,
          false,
        ]);
      }),
    );
  });

  it('of groups the nearest decides', () => {
    const free = anyRules.map(rules => rules.filter(one => one.entityType === 'group'));
    fc.assert(
      fc.property(free, fc.boolean(), (rules, isIn) => {
        const near: RuleChange = { entityType: 'group', entityId: 'tea', mode: isIn ? 'include' : 'exclude' };
        expect(statesOf(changedRules(rules, near))[1]).to.equal(isIn);
      }),
    );
  });

  it('an effect counts exactly the goods whose state differs', () => {
    fc.assert(
      fc.property(anyRules, anyRule, fc.boolean(), (rules, wish, isRemoved) => {
        const change: RuleChange = isRemoved ? { ...wish, mode: 'none' } : wish;
        const [before, after] = [statesOf(rules), statesOf(changedRules(rules, change))];
        const { moved, movedIn, movedOut, othersMoved } = effect(change, rules);
        expect(moved).to.equal(after.filter((state, index) => state !== before[index]).length);
        expect(movedIn).to.equal(after.filter((state, index) => state && before[index] === false).length);
        expect(movedIn + movedOut).to.equal(moved);
        expect(othersMoved).to.be.at.most(moved);
      }),
    );
  });
});
