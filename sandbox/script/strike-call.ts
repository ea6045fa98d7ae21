import type { Sandbox } from '../sandbox.js';
import type { FaultEffect, FaultTarget } from '../world/fault-rules.js';
import type { ArmedRule } from '../world/faults.js';
import type { ShopItem } from '../world/shop.js';
import type { CallContext } from './call-context.js';

/** What became of one call at the fault book. */
export interface Struck {
  effect: FaultEffect | undefined;
  /** The rules that hit, by name or id; for the journal. */
  names: (string | number)[];
  /** Plays the actions that wait for the call to be processed; `touched` are the items it changed. */
  afterwards(touched?: readonly ShopItem[]): void;
}

/** Asks the fault book about a call and plays at once the actions that come before processing. */
export function strikeCall(
  sandbox: Sandbox,
  target: FaultTarget,
  context: Pick<CallContext, 'token'> = {},
  only?: (effect: FaultEffect) => boolean,
): Struck {
  const { effect, hits } = sandbox.faults.strike(target, only);
  const play = (rule: ArmedRule, touched: readonly ShopItem[]): void => {
    const choice = sandbox.faults.draw(rule, 'choice');
    for (const action of rule.then ?? [])
      sandbox.playAction(action, {
        ...context,
        rule,
        choice,
        touched,
        merchantId: target.merchant,
        params: target.params,
      });
  };
  // The list is fixed now: an action that takes rules away does not stop those that already hit.
  for (const rule of hits) if (rule.thenWhen !== 'after') play(rule, []);
  return {
    effect,
    names: hits.map(rule => rule.name ?? rule.id),
    afterwards(touched = []) {
      for (const rule of hits) if (rule.thenWhen === 'after') play(rule, touched);
    },
  };
}
