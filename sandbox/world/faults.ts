import type { Random } from './random.js';

/** What a fault does to the call it hits. */
export type FaultEffect =
  | { kind: 'apiError'; code: number; message?: string; subcode?: number }
  | { kind: 'httpStatus'; status: number; body?: string; contentType?: string }
  | { kind: 'reset' }
  | { kind: 'lostAnswer'; how?: 'destroy' | 'hang' }
  | { kind: 'delay'; ms: number }
  | { kind: 'cursorLoop' }
  | { kind: 'duplicateItem' }
  | { kind: 'missingItem'; id?: string }
  | { kind: 'emptyList' };

/** A fault on order. Without `nth`, `every` and `probability` it hits every matching call, `times` times at most. */
export interface FaultRule {
  vendor: 'vk' | 'evotor' | 'upload' | 'vkid';
  /** VK method name; absent: all. */
  method?: string;
  /** Part of an Evotor path, such as `/products`. */
  path?: string;
  merchant?: string;
  /** Evotor lists: only this page, counted from 1. */
  page?: number;
  /** Hits the nth matching call, counted from 1. */
  nth?: number;
  every?: number;
  probability?: number;
  times?: number;
  effect: FaultEffect;
}

interface ArmedRule extends FaultRule {
  id: number;
  seen: number;
  fired: number;
}

/** Describes a call to the fault book. */
export interface FaultTarget {
  vendor: FaultRule['vendor'];
  method?: string;
  path?: string;
  merchant?: string | undefined;
  page?: number;
}

/** The faults on order; asks its seeded generator, so a run can be repeated. */
export class FaultBook {
  #rules: ArmedRule[] = [];
  #nextId = 1;
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  add(rule: FaultRule): number {
    const id = this.#nextId++;
    this.#rules.push({ ...rule, id, seen: 0, fired: 0 });
    return id;
  }

  /** Takes away one rule, or all. */
  clear(id?: number): void {
    this.#rules = id === undefined ? [] : this.#rules.filter(rule => rule.id !== id);
  }

  /** Takes away captcha orders, as when a person has solved it. */
  clearCaptcha(): void {
    this.#rules = this.#rules.filter(rule => !(rule.effect.kind === 'apiError' && rule.effect.code === 14));
  }

  list(): readonly ArmedRule[] {
    return this.#rules;
  }

  /** The effect for this call, if any rule fires; the first that fires wins. `only` limits the kinds that may fire here. */
  strike(target: FaultTarget, only: (effect: FaultEffect) => boolean = () => true): FaultEffect | undefined {
    for (const rule of this.#rules) {
      if (!matches(rule, target) || !only(rule.effect)) continue;
      rule.seen += 1;
      if (!this.#due(rule)) continue;
      rule.fired += 1;
      return rule.effect;
    }
    return undefined;
  }

  #due(rule: ArmedRule): boolean {
    if (rule.times !== undefined && rule.fired >= rule.times) return false;
    if (rule.nth !== undefined) return rule.seen === rule.nth;
    if (rule.every !== undefined) return rule.seen % rule.every === 0;
    if (rule.probability !== undefined) return this.#random.chance(rule.probability);
    return true;
  }
}

function matches(rule: FaultRule, target: FaultTarget): boolean {
  return (
    rule.vendor === target.vendor &&
    (rule.method === undefined || rule.method === '*' || rule.method === target.method) &&
    (rule.path === undefined || (target.path ?? '').includes(rule.path)) &&
    (rule.merchant === undefined || rule.merchant === target.merchant) &&
    (rule.page === undefined || rule.page === target.page)
  );
}
