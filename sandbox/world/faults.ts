import { looksAt, type FaultEffect, type FaultRule, type FaultTarget } from './fault-rules.js';
import { Random } from './random.js';

/** A rule on order with its counters. */
export interface ArmedRule extends FaultRule {
  id: number;
  /** Matching calls so far. */
  seen: number;
  /** Hits so far. */
  fired: number;
  /** Sandbox time of the order, epoch ms. */
  since: number;
}

/** What the book says of one call: the effect if any, and the rules that hit, in order. */
export interface Strike {
  effect: FaultEffect | undefined;
  hits: readonly ArmedRule[];
}

/**
 * The faults on order. Each draw comes from (seed, rule, number of the matching call), so that other calls and other rules
 * never change it: the same order of matching calls gives the same faults.
 */
export class FaultBook {
  #rules: ArmedRule[] = [];
  #nextId = 1;
  readonly seed: number;
  readonly #now: () => number;

  constructor(seed: number, now: () => number) {
    this.seed = seed;
    this.#now = now;
  }

  add(rule: FaultRule): number {
    const id = this.#nextId++;
    this.#rules.push({ ...rule, id, seen: 0, fired: 0, since: this.#now() });
    return id;
  }

  /** Takes away one rule by id, those of one name, or all. */
  clear(which?: number | string): void {
    this.#rules =
      which === undefined
        ? []
        : this.#rules.filter(rule => (typeof which === 'number' ? rule.id : rule.name) !== which);
  }

  /** Takes away the orders of a check that only a person can pass (14 captcha, 17 validation), as when it was passed. */
  clearPersonCheck(code: 14 | 17): void {
    this.#rules = this.#rules.filter(rule => !(rule.effect?.kind === 'apiError' && rule.effect.code === code));
  }

  list(): readonly ArmedRule[] {
    return this.#rules;
  }

  /**
   * The first rule with an effect that hits wins, and later rules do not see the call; rules that only act hit beside it.
   * `only` limits the effects that may fire here.
   */
  strike(target: FaultTarget, only: (effect: FaultEffect) => boolean = () => true): Strike {
    const hits: ArmedRule[] = [];
    for (const rule of this.#rules) {
      if (!looksAt(rule, target) || (rule.effect !== undefined && !only(rule.effect)) || !this.#awake(rule)) continue;
      rule.seen += 1;
      if (!this.#due(rule)) continue;
      rule.fired += 1;
      hits.push(rule);
      if (rule.effect !== undefined) return { effect: rule.effect, hits };
    }
    return { effect: undefined, hits };
  }

  /** The random stream of a rule at its present call; `use` keeps chance and choice apart. */
  draw(rule: ArmedRule, use: 'chance' | 'choice'): Random {
    return new Random(`${rule.seed ?? this.seed}/${rule.name ?? rule.id}/${rule.seen}/${use}`);
  }

  #awake(rule: ArmedRule): boolean {
    const age = this.#now() - rule.since - (rule.afterMs ?? 0);
    return age >= 0 && (rule.forMs === undefined || age < rule.forMs);
  }

  #due(rule: ArmedRule): boolean {
    return (
      (rule.times === undefined || rule.fired < rule.times) &&
      (rule.nth === undefined || rule.seen === rule.nth) &&
      (rule.after === undefined || rule.seen >= rule.after) &&
      (rule.until === undefined || rule.seen <= rule.until) &&
      (rule.every === undefined || rule.seen % rule.every === 0) &&
      (rule.probability === undefined || this.draw(rule, 'chance').chance(rule.probability))
    );
  }
}
