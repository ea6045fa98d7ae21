import { expect } from 'chai';
import type { GroupId, ProductId, StoreId } from '../../../src/domain/brand.js';
import type { RuleChange } from '../../../src/domain/selection/rule-effect.js';
import { changedRules, ruleEffect } from '../../../src/domain/selection/rule-effect.js';
import type { FilterRule } from '../../../src/domain/selection/types.js';
import type { TillGroup } from '../../../src/domain/till.js';
import { stores } from './arbitrary-till.js';

const group = (id: string, parentId: string | null, storeId = 'S1'): TillGroup => ({
  id: id as GroupId,
  storeId: storeId as StoreId,
  parentId: parentId as GroupId | null,
  name: id,
  attributes: [],
});
const groups = [group('tea', null), group('white', 'tea'), group('soap', null), group('tea', null, 'S2')];
const good = (productId: string, groupId: string | null, storeId = 'S1') => ({
  productId: productId as ProductId,
  groupId: groupId as GroupId | null,
  storeId: storeId as StoreId,
});
const goods = [
  good('t1', 'tea'),
  good('w1', 'white'),
  good('w2', 'white'),
  good('s1', 'soap'),
  good('n1', null),
  good('n2', 'gone'),
  good('t2', 'tea', 'S2'),
];
const rule = (entityType: FilterRule['entityType'], entityId: string, mode: FilterRule['mode']): FilterRule => ({
  entityType,
  entityId,
  entityName: entityId,
  mode,
});
const effect = (rules: readonly FilterRule[], change: RuleChange) =>
  ruleEffect({ rules, groups, stores }, goods, change);
const change = (entityType: RuleChange['entityType'], entityId: string, mode: RuleChange['mode']): RuleChange => ({
  entityType,
  entityId,
  mode,
});

describe('what saving a rule would move', () => {
  it('is the goods of the group and below it, in every store', () => {
    expect(effect([], change('group', 'tea', 'exclude'))).to.deep.equal({
      moved: 4,
      movedIn: 0,
      movedOut: 4,
      othersMoved: 0,
      othersIn: 0,
      opensOthers: 0,
    });
  });

  it('counts others when the first include of the type shuts them out', () => {
    const first = effect([], change('group', 'white', 'include'));
    expect([first.movedOut, first.othersMoved, first.opensOthers]).to.deep.equal([5, 5, 0]);
  });

  it('asks about others when the last include of the type goes', () => {
    const rules = [rule('group', 'white', 'include'), rule('store', 'S1', 'include'), rule('store', 'S2', 'include')];
    expect(effect(rules, change('group', 'white', 'none'))).to.deep.equal({
      moved: 5,
      movedIn: 5,
      movedOut: 0,
      othersMoved: 5,
      othersIn: 5,
      opensOthers: 5,
    });
    const another = effect([...rules, rule('group', 'soap', 'include')], change('group', 'white', 'none'));
    expect([another.movedOut, another.opensOthers]).to.deep.equal([2, 0]);
    const out = effect([rule('group', 'white', 'include')], change('group', 'white', 'exclude'));
    expect([out.movedIn, out.movedOut, out.opensOthers]).to.deep.equal([5, 2, 5]);
  });

  it('does not ask when there was no include to begin with', () => {
    const back = effect([rule('group', 'tea', 'exclude')], change('group', 'tea', 'none'));
    expect([back.movedIn, back.othersMoved, back.opensOthers]).to.deep.equal([4, 0, 0]);
  });

  it('knows the goods of a store, of «Без группы» and of itself', () => {
    const first = (type: RuleChange['entityType'], id: string) => {
      const { movedIn, movedOut, othersMoved } = effect([], change(type, id, 'exclude'));
      return [movedIn, movedOut, othersMoved];
    };
    expect(first('store', 'S2')).to.deep.equal([0, 1, 0]);
    expect(first('group', 'none:S1')).to.deep.equal([0, 2, 0]);
    expect(first('product', 'w1')).to.deep.equal([0, 1, 0]);
  });

  it('counts the same group of another store among the others when one store is meant', () => {
    const off = effect([], { ...change('group', 'tea', 'exclude'), storeId: 'S1' as StoreId });
    expect([off.movedOut, off.othersMoved, off.othersIn]).to.deep.equal([4, 1, 0]);
    const on = effect([rule('group', 'tea', 'exclude')], {
      ...change('group', 'tea', 'include'),
      storeId: 'S1' as StoreId,
    });
    expect([on.othersMoved, on.othersIn, on.opensOthers]).to.deep.equal([4, 1, 0]);
  });
});

describe('rules after a change', () => {
  it('lose the old rule of that entity, and no other’s of the same id', () => {
    const rules = [rule('group', 'x', 'exclude'), rule('store', 'x', 'exclude'), rule('group', 'y', 'include')];
    expect(changedRules(rules, change('group', 'x', 'none'))).to.deep.equal([rules[1], rules[2]]);
    const written = changedRules(rules, change('group', 'x', 'include'));
    expect(written.map(({ entityType, entityId, mode }) => [entityType, entityId, mode])).to.deep.equal([
      ['store', 'x', 'exclude'],
      ['group', 'y', 'include'],
      ['group', 'x', 'include'],
    ]);
  });
});
