import { expect } from 'chai';
import type { GroupId, ProductId, StoreId } from '../../../src/domain/brand.js';
import { buildSelection } from '../../../src/domain/selection/build-selection.js';
import { selectionSentence } from '../../../src/domain/selection/selection-sentence.js';
import type { ToggleTarget, ToggleWorld } from '../../../src/domain/selection/toggle-rules.js';
import { toggleRules } from '../../../src/domain/selection/toggle-rules.js';
import type { EntityType, FilterMode, FilterRule } from '../../../src/domain/selection/types.js';
import type { TillGroup } from '../../../src/domain/till.js';
import { stores } from './arbitrary-till.js';

const S1 = 'S1' as StoreId;
const S2 = 'S2' as StoreId;
const group = (id: string, parentId: string | null = null, storeId = S1): TillGroup => ({
  id: id as GroupId,
  storeId,
  parentId: parentId as GroupId | null,
  name: id.toUpperCase(),
  attributes: [],
});
const rule = (entityType: EntityType, entityId: string, mode: FilterMode): FilterRule => ({
  entityType,
  entityId,
  entityName: entityId.toUpperCase(),
  mode,
});
const groups = [group('tea'), group('white', 'tea'), group('soap')];
const world = (rules: readonly FilterRule[], change: Partial<ToggleWorld> = {}): ToggleWorld => ({
  rules,
  groups,
  stores,
  noGroupStores: [],
  ...change,
});
const place = (id: string): ToggleTarget => ({
  entityType: 'group',
  storeId: S1,
  groupId: id as GroupId,
  name: id.toUpperCase(),
});

describe('sentence of a selection', () => {
  it('does without a name that nobody knows', () => {
    const selection = buildSelection([rule('store', 'S2', 'include')], groups, stores);
    expect(selectionSentence(selection.store('S9' as StoreId))).to.equal('магазин не входит в список включённых');
    const listed = buildSelection([rule('group', 'tea', 'include')], groups, stores);
    expect(selectionSentence(listed.group(S1, 'gone' as GroupId))).to.equal('группа не входит в список включённых');
  });

  it('agrees with the gender of what was switched', () => {
    const selection = buildSelection(
      [rule('group', 'tea', 'include'), rule('product', 'p', 'exclude')],
      groups,
      stores,
    );
    const product = (productId: string) =>
      selection.product({ storeId: S1, groupId: 'tea' as GroupId, productId: productId as ProductId, name: 'Улун' });
    expect(selectionSentence(product('q'))).to.equal('включена группа «TEA»');
    expect(selectionSentence(product('p'))).to.equal('исключён товар «Улун»');
  });
});

describe('a switch', () => {
  it('knows subgroups by the parents of its own store', () => {
    const elsewhere = group('white', null, S2);
    const toggle = toggleRules(world([], { groups: [...groups, elsewhere] }), place('tea'), false);
    expect([toggle.turnsOn, toggle.turnsOff]).to.deep.equal([0, 0]);
  });

  it('works for a store that is not among the read ones', () => {
    const toggle = toggleRules(world([], { stores: [] }), place('tea'), false);
    expect([toggle.change.kind, toggle.effective.selected, toggle.turnsOff]).to.deep.equal(['write', false, 0]);
  });

  it('moves nothing else when it is that of «Без группы»', () => {
    const toggle = toggleRules(world([], { noGroupStores: [S1, S2] }), place('none:S1'), false);
    expect([toggle.effective.selected, toggle.turnsOff]).to.deep.equal([false, 0]);
  });

  it('keeps on what has a parent nobody knows, or a store nobody knows, as it keeps roots', () => {
    const input = world([rule('group', 'tea', 'exclude')], {
      groups: [...groups, group('orphan', 'gone'), group('bar', 'soap'), group('far', 'gone', 'S9' as StoreId)],
    });
    const toggle = toggleRules(input, place('white'), true);
    expect(toggle.keepOthers.map(kept => kept.entityId)).to.deep.equal(['soap', 'orphan', 'far']);
  });

  it('asks for nothing more when nothing changes', () => {
    expect(toggleRules(world([]), place('tea'), true)).to.deep.include({ turnsOn: 0, turnsOff: 0, keepOthers: [] });
  });

  it('leaves the rule of a store alone that has the id of the group', () => {
    const rules = [rule('store', 'tea', 'exclude'), rule('group', 'tea', 'exclude')];
    expect(toggleRules(world(rules), place('tea'), true).rules).to.deep.equal([rules[0]]);
  });

  it('speaks of opening others only when the last include of its own type goes', () => {
    const twin = group('tea', null, S2);
    const bothStores = [rule('store', 'S1', 'include'), rule('store', 'S2', 'include')];
    const excluded = world([...bothStores, rule('group', 'tea', 'exclude')], { groups: [...groups, twin] });
    const on = toggleRules(excluded, place('tea'), true);
    expect([on.turnsOn, on.opensOthers]).to.deep.equal([1, 0]);

    const stillListed = world([rule('group', 'soap', 'include'), rule('group', 'white', 'exclude')], {
      groups: [...groups, twin],
    });
    const more = toggleRules(stillListed, place('tea'), true);
    expect([more.turnsOn, more.opensOthers]).to.deep.equal([1, 0]);

    const last = toggleRules(world([...bothStores, rule('group', 'soap', 'include')]), place('soap'), false);
    expect([last.turnsOn, last.opensOthers]).to.deep.equal([2, 2]);
  });
});
