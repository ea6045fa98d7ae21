import { expect } from 'chai';
import fc from 'fast-check';
import type { GroupId, StoreId } from '../../../src/domain/brand.js';
import { buildSelection } from '../../../src/domain/selection/build-selection.js';
import type { ToggleTarget, ToggleWorld } from '../../../src/domain/selection/toggle-rules.js';
import { toggledRule, toggleRules } from '../../../src/domain/selection/toggle-rules.js';
import type { FilterRule } from '../../../src/domain/selection/types.js';
import type { TillGroup } from '../../../src/domain/till.js';
import { GROUPS, STORES, anyGroups, anyRules, stores } from './arbitrary-till.js';

const S1 = 'S1' as StoreId;
const group = (id: string, parentId: string | null = null): TillGroup => ({
  id: id as GroupId,
  storeId: S1,
  parentId: parentId as GroupId | null,
  name: id.toUpperCase(),
  attributes: [],
});
const groups = [group('tea'), group('white', 'tea'), group('soap'), group('liquid', 'soap'), group('food')];
const rule = (entityType: 'store' | 'group', entityId: string, mode: FilterRule['mode']): FilterRule => ({
  entityType,
  entityId,
  entityName: entityId.toUpperCase(),
  mode,
});
const world = (...rules: FilterRule[]): ToggleWorld => ({ rules, groups, stores, noGroupStores: [S1] });
const store = (id: string): ToggleTarget => ({ entityType: 'store', storeId: id as StoreId, name: id });
const place = (id: string): ToggleTarget => ({
  entityType: 'group',
  storeId: S1,
  groupId: id as GroupId,
  name: id.toUpperCase(),
});

describe('toggleRules', () => {
  it('excludes what is on by default and leaves the others alone', () => {
    const toggle = toggleRules(world(), place('tea'), false);
    expect(toggle.change).to.deep.equal({ kind: 'write', rule: rule('group', 'tea', 'exclude') });
    expect([toggle.turnsOn, toggle.turnsOff, toggle.opensOthers]).to.deep.equal([0, 0, 0]);
    expect(toggle.effective.selected).to.equal(false);
  });

  it('is a rule to be: written, taken away, or none', () => {
    const asRule = (input: ToggleWorld, target: ToggleTarget, on: boolean) =>
      toggledRule(toggleRules(input, target, on), target);
    const tea = { entityType: 'group', entityId: 'tea', storeId: S1 };
    expect(asRule(world(), place('tea'), false)).to.deep.equal({ ...tea, mode: 'exclude' });
    expect(asRule(world(rule('group', 'tea', 'exclude')), place('tea'), true)).to.deep.equal({ ...tea, mode: 'none' });
    expect(asRule(world(), place('tea'), true)).to.equal(null);
    const second = { entityType: 'store', entityId: 'S2', storeId: 'S2', mode: 'exclude' };
    expect(asRule(world(), store('S2'), false)).to.deep.equal(second);
  });

  it('removes the exclude when that is enough', () => {
    const toggle = toggleRules(world(rule('group', 'tea', 'exclude')), place('tea'), true);
    expect([toggle.change, toggle.rules]).to.deep.equal([{ kind: 'remove' }, []]);
  });

  it('includes on a white list, and removes that include again', () => {
    const listed = world(rule('group', 'soap', 'include'));
    const on = toggleRules(listed, place('tea'), true);
    expect(on.change).to.deep.equal({ kind: 'write', rule: rule('group', 'tea', 'include') });
    expect([on.turnsOn, on.turnsOff]).to.deep.equal([0, 0]);
    expect(toggleRules({ ...listed, rules: on.rules }, place('tea'), false).change).to.deep.equal({ kind: 'remove' });
  });

  it('says how many the last include would open', () => {
    const toggle = toggleRules(world(rule('group', 'soap', 'include')), place('soap'), false);
    expect(toggle.change).to.deep.equal({ kind: 'write', rule: rule('group', 'soap', 'exclude') });
    // tea, white, food and «Без группы»; liquid follows soap
    expect([toggle.opensOthers, toggle.turnsOn]).to.deep.equal([4, 4]);
    expect(toggleRules(world(rule('store', 'S2', 'include')), store('S2'), false).opensOthers).to.equal(2);
    const mixed = world(
      rule('group', 'soap', 'include'),
      rule('group', 'food', 'exclude'),
      rule('store', 'S2', 'exclude'),
    );
    expect(toggleRules(mixed, place('soap'), false).opensOthers).to.equal(3);
  });

  it('counts the same group of another store as another one, but opens nothing while an include is left', () => {
    const twin = { ...group('tea'), storeId: 'S2' as StoreId };
    const toggle = toggleRules(
      { ...world(rule('group', 'soap', 'include')), groups: [...groups, twin] },
      place('tea'),
      true,
    );
    expect([toggle.turnsOn, toggle.opensOthers]).to.deep.equal([1, 0]);
  });

  it('says whom the first include switches off, and how to keep them', () => {
    const toggle = toggleRules(world(rule('group', 'tea', 'exclude')), place('white'), true);
    expect(toggle.change).to.deep.equal({ kind: 'write', rule: rule('group', 'white', 'include') });
    expect([toggle.turnsOff, toggle.turnsOn]).to.deep.equal([4, 0]);
    expect(toggle.keepOthers.map(kept => [kept.entityType, kept.entityId, kept.entityName, kept.mode])).to.deep.equal([
      ['group', 'soap', 'SOAP', 'include'],
      ['group', 'food', 'FOOD', 'include'],
      ['group', 'none:S1', 'Без группы', 'include'],
    ]);
    const kept = buildSelection([...toggle.rules, ...toggle.keepOthers], groups, stores);
    expect(['white', 'soap', 'food', 'none:S1'].map(id => kept.group(S1, id as GroupId).selected)).to.deep.equal([
      true,
      true,
      true,
      true,
    ]);
    expect(kept.group(S1, 'tea' as GroupId).selected).to.equal(false);
  });

  it('does nothing when the state is already so, or the store forbids it', () => {
    expect(toggleRules(world(), place('tea'), true).change).to.deep.equal({ kind: 'none' });
    const blocked = toggleRules(world(rule('store', 'S1', 'exclude')), place('tea'), true);
    expect([blocked.change, blocked.effective.reason.level]).to.deep.equal([{ kind: 'none' }, 'store']);
  });

  it('always reaches the wanted state unless the store is off, and counts rightly', () => {
    const anyTarget = fc.oneof(
      fc.constantFrom(...STORES).map(id => store(id)),
      fc
        .tuple(fc.constantFrom(...STORES), fc.constantFrom(...GROUPS))
        .map(([storeId, groupId]): ToggleTarget => ({ entityType: 'group', storeId, groupId, name: groupId })),
    );
    fc.assert(
      fc.property(anyRules, anyGroups, anyTarget, fc.boolean(), (rules, anyOfGroups, target, on) => {
        const input = { rules, groups: anyOfGroups, stores, noGroupStores: STORES };
        const toggle = toggleRules(input, target, on);
        const after = buildSelection(toggle.rules, anyOfGroups, stores);
        const reached =
          target.entityType === 'store' ? after.store(target.storeId) : after.group(target.storeId, target.groupId);
        expect(toggle.effective).to.deep.equal(reached);
        const storeOff = target.entityType === 'group' && !after.store(target.storeId).selected;
        if (!storeOff) expect(reached.selected).to.equal(on);
        const others = rules.filter(kept => kept.entityType !== target.entityType);
        expect(toggle.rules.filter(kept => kept.entityType !== target.entityType)).to.deep.equal(others);
        if (target.entityType === 'store') {
          const before = buildSelection(rules, anyOfGroups, stores);
          const moved = STORES.filter(
            id => id !== target.storeId && before.store(id).selected !== after.store(id).selected,
          );
          expect(toggle.turnsOn + toggle.turnsOff).to.equal(moved.length);
        }
      }),
      { numRuns: 500 },
    );
  });
});
