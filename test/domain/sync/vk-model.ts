import fc from 'fast-check';
import type { ListingKey } from '../../../src/domain/brand.js';
import {
  FIELDS,
  LOCKABLE,
  UNKNOWN_DIGEST,
  type CompactRecord,
  type Field,
  type LinkState,
  type PlannedChange,
} from '../../../src/domain/sync/compact.js';
import { NO_VALUE } from '../../../src/domain/sync/digests.js';

/** Values of a good by field; `null` = none (no album, a stock nobody knows). */
export type Values = Record<Field, string | null>;
type Known = Record<Field, string | null | undefined>;

/** One good: what is wanted, what was sent, what VK showed after it, and what stands in VK. */
export interface Good {
  readonly k: ListingKey;
  readonly l: LinkState;
  readonly wanted: Values | null;
  readonly sent: Known | null;
  readonly echo: Known;
  /** As VK keeps it: texts normalised, prices in whole roubles. */
  readonly vk: Values | null;
  readonly locks: readonly Field[];
  readonly isOverdue: boolean;
  readonly hasOtherSku: boolean;
  readonly hold: string | null;
}

const NOTHING_KNOWN = Object.fromEntries(FIELDS.map(field => [field, undefined])) as Known;
const FIXED_STOCK = '1000';

/** What VK makes of a value: trimmed, blanks joined, entities; whole roubles. */
export function vkForm(field: Field, value: string | null): string | null {
  if (value === null) return null;
  if (field === 'price') return String(Math.round(Number(value) / 100) * 100);
  const text = value.trim().replace(/\s+/gu, ' ');
  return field === 'name' || field === 'description' ? text.replaceAll('&', '&amp;') : text;
}

/** Short stand-ins for digests: equal for equal values, different for the few values used here. */
function digest(value: string | null | undefined): string {
  if (value === undefined) return UNKNOWN_DIGEST;
  if (value === null) return NO_VALUE;
  let hash = 7;
  for (const char of value) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) % 36 ** 6;
  return hash.toString(36).padStart(6, '0');
}

const digests = (values: Known): string => FIELDS.map(field => digest(values[field])).join('');

export function recordOf(good: Good): CompactRecord {
  const { k, l, wanted, sent, echo, vk, locks } = good;
  return {
    k,
    l,
    w: wanted && digests(wanted),
    s: sent && digests(sent),
    ...(wanted === null ? { c: 'NOT_SELECTED' } : {}),
    ...(vk === null ? {} : { e: digests(echo), v: digests(vk) }),
    ...(locks.length > 0 ? { x: locks.join(',') } : {}),
    ...(good.isOverdue ? { o: 1 } : {}),
    ...(good.hasOtherSku ? { q: 1 } : {}),
    ...(good.hold === null ? {} : { h: good.hold }),
  };
}

/** What is sent for a field: an unknown stock is what was sent last, or the fixed amount. */
function valueFor(good: Good, field: Field): string | null {
  const value = good.wanted?.[field] ?? null;
  return field === 'stock' && value === null ? (good.sent?.stock ?? FIXED_STOCK) : value;
}

function write(good: Good, fields: readonly Field[]): Good {
  const values = Object.fromEntries(fields.map(field => [field, valueFor(good, field)])) as Partial<Values>;
  const inVk = Object.fromEntries(fields.map(field => [field, vkForm(field, values[field] ?? null)]));
  const unknown = Object.fromEntries(fields.map(field => [field, undefined]));
  return {
    ...good,
    sent: { ...(good.sent ?? { ...NOTHING_KNOWN, album: null }), ...values },
    echo: { ...good.echo, ...unknown },
    vk: { ...(good.vk as Values), ...inVk },
  };
}

/** The good after VK has done one change and its link was written. */
export function doChange(good: Good, change: PlannedChange): Good {
  switch (change.op) {
    case 'create':
      return write(
        { ...good, l: 'live', vk: { ...(good.wanted as Values), album: null }, echo: NOTHING_KNOWN },
        FIELDS.filter(field => field !== 'album'),
      );
    case 'hide':
      return {
        ...good,
        l: 'hidden',
        // Its days begin now.
        isOverdue: false,
        sent: good.sent && { ...good.sent, stock: '0' },
        echo: { ...good.echo, stock: undefined },
        vk: { ...(good.vk as Values), stock: '0' },
      };
    case 'delete':
      return { ...good, l: 'deleted', sent: good.sent && { ...good.sent, album: null }, echo: NOTHING_KNOWN, vk: null };
    case 'restore':
      return { ...good, l: 'hidden', sent: null, echo: NOTHING_KNOWN, vk: { ...(good.wanted as Values), album: null } };
    case 'rekey':
      return { ...good, hasOtherSku: false };
    case 'unhide':
      return { ...write(good, change.f), l: 'live' };
    default:
      return write(good, change.f);
  }
}

/** A complete read of the shop: what was sent since the last one has its echo now. */
export function read(good: Good): Good {
  const { vk, sent } = good;
  if (vk === null) return good;
  const shown = (field: Field) => (sent?.[field] === undefined ? undefined : vk[field]);
  const echo = Object.fromEntries(
    FIELDS.map(field => [field, good.echo[field] === undefined ? shown(field) : good.echo[field]]),
  ) as Known;
  return { ...good, echo };
}

const VALUES: Readonly<Record<Field, fc.Arbitrary<string | null>>> = {
  name: fc.constantFrom('Чай', ' Чай  зелёный ', 'Чай & мёд', 'Кофе'),
  description: fc.constantFrom('Чай в пачке', 'Чай  в пачке\n\nнежный', 'A & B'),
  price: fc.constantFrom('10000', '10050', '15999', '20000'),
  stock: fc.constantFrom('0', '1', '5', null),
  category: fc.constantFrom('40932', '40933'),
  photo: fc.constantFrom('card', 'photo:1'),
  album: fc.constantFrom('Чай', 'Кофе', null),
};
const values = fc.record(VALUES) as fc.Arbitrary<Values>;
const somePart = fc.subarray([...FIELDS]);

/** Goods in any state the engine can find them in, hand edits in VK, locks and lost knowledge included. */
export const good: fc.Arbitrary<Omit<Good, 'k'>> = fc
  .record({
    l: fc.constantFrom<LinkState>('none', 'live', 'live', 'live', 'hidden', 'hidden', 'deleted', 'detached'),
    wanted: fc.option(values, { freq: 5 }),
    sent: fc.option(values, { freq: 6 }),
    forgotten: somePart,
    unread: somePart,
    byHand: somePart,
    hand: values,
    locks: fc.subarray([...LOCKABLE]),
    isOverdue: fc.boolean(),
    hasOtherSku: fc.boolean(),
    hold: fc.option(fc.constantFrom('SYNC.RESTING', 'ADOPTION.OFFERED'), { freq: 1, nil: null }),
    isHeld: fc.integer({ min: 0, max: 5 }),
  })
  .map(({ l, wanted, sent, forgotten, unread, byHand, hand, locks, isOverdue, hasOtherSku, hold, isHeld }) => {
    const stands = l === 'live' || l === 'hidden' || l === 'detached';
    const shown = Object.fromEntries(
      FIELDS.map(field => [field, vkForm(field, sent === null ? hand[field] : sent[field])]),
    ) as Values;
    const vk = Object.fromEntries(
      FIELDS.map(field => [field, byHand.includes(field) ? vkForm(field, hand[field]) : shown[field]]),
    ) as Values;
    const isKnown = (field: Field) => sent !== null && !forgotten.includes(field);
    const known = Object.fromEntries(
      FIELDS.map(field => [field, isKnown(field) ? (sent as Values)[field] : undefined]),
    ) as Known;
    const echo = Object.fromEntries(
      FIELDS.map(field => [field, isKnown(field) && !unread.includes(field) ? shown[field] : undefined]),
    ) as Known;
    return {
      l,
      wanted,
      sent: l === 'none' || sent === null ? null : known,
      echo: stands ? echo : NOTHING_KNOWN,
      vk: stands ? vk : null,
      locks,
      isOverdue: isOverdue && wanted === null,
      hasOtherSku: hasOtherSku && stands,
      hold: isHeld === 0 ? hold : null,
    };
  });

/** A shop of such goods, each with a key of its own. */
export const goods: fc.Arbitrary<readonly Good[]> = fc
  .array(good, { maxLength: 8 })
  .map(all => all.map((one, index) => ({ ...one, k: `key-${index}` as ListingKey })));
