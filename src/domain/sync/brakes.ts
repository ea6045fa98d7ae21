import type { BrakeSettings } from '../settings.js';
import type { OperationKind } from './compact.js';

/** Brakes, the gravest first: an operation that several hold belongs to the first of them. */
export const BRAKES = ['BRAKE.STORE_EMPTY', 'BRAKE.HIDES', 'BRAKE.PRICES', 'BRAKE.STOCKS'] as const;
export type BrakeCode = (typeof BRAKES)[number];

/** One planned operation as the brakes look at it: about what it does to the shop, not how. */
export interface BrakeFact {
  readonly id: number;
  readonly kind: OperationKind;
  /** Why it is planned; for a delete why the good was hidden. */
  readonly reason: string;
  /** In kopecks: last sent and wanted; `null` = the price is not touched or was never known. */
  readonly priceBefore: number | null;
  readonly priceAfter: number | null;
  /** Whole units: last sent and wanted; `null` = the stock is not touched or nobody knows it. */
  readonly stockBefore: number | null;
  readonly stockAfter: number | null;
  /** The till's own price in kopecks, when the price was last sent and now; `null` = not known. */
  readonly tillPriceBefore: number | null;
  readonly tillPriceNow: number | null;
  /** The till's own quantity in thousandths, likewise. */
  readonly tillQuantityBefore: number | null;
  readonly tillQuantityNow: number | null;
  /** The good's store was read to its end and had nothing where it had goods. */
  readonly isStoreEmptied: boolean;
}

/** What the thresholds are measured against. */
export interface BrakeContext {
  /** Goods that stand in VK. */
  readonly published: number;
  /** Of them, goods with a known stock above zero. */
  readonly knownStocks: number;
  /** No wish of the merchant has changed since the last judged plan: whatever changed, the till did it. */
  readonly isAllByTill: boolean;
}

/** A brake that fired: how many of how many, and the number it would have let through. */
export interface FiredBrake {
  readonly code: BrakeCode;
  readonly count: number;
  readonly of: number;
  readonly allowed: number;
}

/** What the brakes say of a plan: operations by id with the brake that holds them. */
export interface Judgement {
  readonly fired: readonly FiredBrake[];
  readonly held: ReadonlyMap<number, BrakeCode>;
}

/** Goods that must not stand in VK are hidden whatever else is held. */
export function isRestriction(reason: string): boolean {
  return reason.startsWith('RESTRICTED_') || reason === 'UNKNOWN_TYPE';
}

/** Reasons a rule or a list of the merchant gives; when a wish has changed, a hide for one of them is that wish. */
const REASONS_OF_RULES: readonly string[] = ['NOT_SELECTED', 'SERVICE_ROW', 'MERGED'];

const isEqualKnown = (a: number | null, b: number | null): boolean => a !== null && a === b;

/** The brakes an operation counts for. */
function brakesOf(fact: BrakeFact, settings: BrakeSettings, { isAllByTill }: BrakeContext): readonly BrakeCode[] {
  const found: BrakeCode[] = [];
  if ((fact.kind === 'hide' || fact.kind === 'delete') && !isRestriction(fact.reason)) {
    if (isAllByTill || !REASONS_OF_RULES.includes(fact.reason)) found.push('BRAKE.HIDES');
    if (fact.isStoreEmptied && fact.reason === 'GONE_FROM_TILL') found.push('BRAKE.STORE_EMPTY');
  }
  if (isPriceLeap(fact, settings) && (isAllByTill || !isEqualKnown(fact.tillPriceBefore, fact.tillPriceNow)))
    found.push('BRAKE.PRICES');
  if (isSoldOut(fact) && (isAllByTill || !isEqualKnown(fact.tillQuantityBefore, fact.tillQuantityNow)))
    found.push('BRAKE.STOCKS');
  return found;
}

/** Whether a price falls or rises by more per cent than the merchant calls ordinary. */
function isPriceLeap({ priceBefore: from, priceAfter: to }: BrakeFact, settings: BrakeSettings): boolean {
  if (from === null || to === null || from <= 0) return false;
  return to * 100 < from * (100 - settings.priceDownPercent) || to * 100 > from * (100 + settings.priceUpPercent);
}

/** A known stock that turns zero; a good taken off sale is hidden and is not meant. */
function isSoldOut({ kind, stockBefore, stockAfter, tillQuantityNow }: BrakeFact): boolean {
  if (kind !== 'update' || stockBefore === null) return false;
  return stockBefore > 0 && stockAfter === 0 && tillQuantityNow !== null;
}

/** Most operations a brake lets through. */
function allowedBy(code: BrakeCode, settings: BrakeSettings, context: BrakeContext): number {
  const share = (percent: number, of: number) => Math.floor((of * percent) / 100);
  switch (code) {
    case 'BRAKE.STORE_EMPTY':
      return 0;
    case 'BRAKE.HIDES':
      return Math.max(settings.hideCount, share(settings.hidePercent, context.published));
    case 'BRAKE.PRICES':
      return Math.max(settings.priceCount, share(settings.pricePercent, context.published));
    case 'BRAKE.STOCKS':
      return context.knownStocks < settings.stockCount
        ? Number.MAX_SAFE_INTEGER
        : share(settings.stockPercent, context.knownStocks);
  }
}

/**
 * Judges a plan: changes that the till caused and that are too many to be true are held until the merchant says yes.
 * Pure; the order of the facts is of no account.
 */
export function judge(facts: Iterable<BrakeFact>, settings: BrakeSettings, context: BrakeContext): Judgement {
  const counted = new Map<BrakeCode, number[]>(BRAKES.map(code => [code, []]));
  for (const fact of facts) for (const code of brakesOf(fact, settings, context)) counted.get(code)?.push(fact.id);
  const fired: FiredBrake[] = [];
  const held = new Map<number, BrakeCode>();
  for (const code of BRAKES) {
    const ids = counted.get(code) ?? [];
    const allowed = allowedBy(code, settings, context);
    if (ids.length <= allowed) continue;
    const of = code === 'BRAKE.STOCKS' ? context.knownStocks : context.published;
    fired.push({ code, count: ids.length, of, allowed });
    for (const id of ids) if (!held.has(id)) held.set(id, code);
  }
  return { fired, held };
}
