import { buildSelection } from './build-selection.js';
import type { RuleChange } from './rule-effect.js';
import type { Place, ToggleTarget, ToggleWorld } from './toggle-places.js';
import { placesOf } from './toggle-places.js';
import type { Effective, FilterMode, FilterRule, Selection } from './types.js';

export type { ToggleTarget, ToggleWorld } from './toggle-places.js';

/** The one rule change that makes a switch show what was asked for, and what else it moves. */
export interface Toggle {
  /** `none`: the state is already so, or cannot be reached; `remove`: delete the entity's rule; `write`: save this one. */
  readonly change:
    { readonly kind: 'none' } | { readonly kind: 'remove' } | { readonly kind: 'write'; readonly rule: FilterRule };
  /** All rules afterwards. */
  readonly rules: readonly FilterRule[];
  /** State of the entity afterwards; `selected` differs from what was asked for only if its store is off. */
  readonly effective: Effective;
  /** Other entities of the type that come in or go out; subgroups of a group follow it and do not count. */
  readonly turnsOn: number;
  readonly turnsOff: number;
  /** `turnsOn` when the last include of the type goes: ask «опубликовать остальные N» or «остановить обмен». */
  readonly opensOthers: number;
  /** Includes to save as well if the others are to stay on, when the first include of the type would switch them off. */
  readonly keepOthers: readonly FilterRule[];
}

/** The same change as a rule to be; `null` = nothing to write. */
export function toggledRule({ change }: Toggle, target: ToggleTarget): RuleChange | null {
  if (change.kind === 'none') return null;
  const { entityType, storeId } = target;
  const entityId = target.entityType === 'store' ? storeId : target.groupId;
  return { entityType, entityId, mode: change.kind === 'remove' ? 'none' : change.rule.mode, storeId };
}

/** Finds the change with the fewest side effects; a removal is preferred to a new rule. */
export function toggleRules(world: ToggleWorld, target: ToggleTarget, on: boolean): Toggle {
  const entityId = target.entityType === 'store' ? target.storeId : target.groupId;
  const ask = (selection: Selection): Effective =>
    target.entityType === 'store' ? selection.store(target.storeId) : selection.group(target.storeId, target.groupId);
  const before = buildSelection(world.rules, world.groups, world.stores);
  const unchanged: Toggle = {
    change: { kind: 'none' },
    rules: world.rules,
    effective: ask(before),
    turnsOn: 0,
    turnsOff: 0,
    opensOthers: 0,
    keepOthers: [],
  };
  if (unchanged.effective.selected === on) return unchanged;

  const others = world.rules.filter(rule => rule.entityType !== target.entityType || rule.entityId !== entityId);
  const written = (mode: FilterMode): FilterRule => ({
    entityType: target.entityType,
    entityId,
    entityName: target.name,
    mode,
  });
  const places = placesOf(world, target);
  const hadInclude = world.rules.some(rule => rule.entityType === target.entityType && rule.mode === 'include');

  const outcome = (change: Toggle['change'], rules: readonly FilterRule[]): Toggle => {
    const after = buildSelection(rules, world.groups, world.stores);
    const moved = places.filter(place => !place.own && place.ask(before).selected !== place.ask(after).selected);
    const opened = moved.filter(place => place.ask(after).selected);
    const closed = moved.filter(place => !place.ask(after).selected);
    const hasInclude = rules.some(rule => rule.entityType === target.entityType && rule.mode === 'include');
    return {
      change,
      rules,
      effective: ask(after),
      turnsOn: opened.length,
      turnsOff: closed.length,
      opensOthers: hadInclude && !hasInclude ? opened.length : 0,
      keepOthers: includesFor(closed, target.entityType),
    };
  };
  const rule = written(on ? 'include' : 'exclude');
  const possible = [outcome({ kind: 'remove' }, others), outcome({ kind: 'write', rule }, [...others, rule])];
  // Taking a rule away never moves more than writing one does: what is written holds in every store with that id.
  return possible.find(toggle => toggle.effective.selected === on) ?? unchanged;
}

/** Includes on the roots keep their whole trees: what goes out by a white list has no rule of its own on the way up. */
function includesFor(closed: readonly Place[], entityType: 'store' | 'group'): readonly FilterRule[] {
  const roots = new Map(closed.filter(place => place.isRoot).map(place => [place.id, place.name]));
  return [...roots].map(([entityId, entityName]) => ({ entityType, entityId, entityName, mode: 'include' }));
}
