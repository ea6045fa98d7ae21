import type { Sandbox } from '../sandbox.js';
import { evotorTimestamp } from '../world/clock.js';
import type { Till, TillProduct } from '../world/till.js';
import { invalid } from './evotor-failure.js';
import type { Position } from './paging.js';

/** True when the address is that of a good's pictures and the till is switched to have them. */
export function isImages({ images }: Till, kind: string | undefined, rest: readonly string[]): boolean {
  return images === true && kind === 'products' && rest.length === 1 && rest[0] === 'images';
}

/** The one picture of a good, in the shape of 2018. */
export function imagesOf({ id, store_id, user_id, created_at, updated_at }: TillProduct): object {
  const url = `https://images.example/${id}.png`;
  const meta = { extension: 'png', file_size: 429, width: 300, height: 300 };
  const image = { id, user_id, store_id, product_id: id, url, meta };
  return { items: [{ ...image, created_at: created_at || evotorTimestamp(0), updated_at }], paging: {} };
}

/** Whether a list takes `since` at all. */
export function knowsSince({ since, sinceOnGroups }: Till, kind: string | undefined): boolean {
  return kind === 'products' ? since !== 'refused' : kind === 'product-groups' && sinceOnGroups === true;
}

/** The first change that counts, in epoch ms; null = all. */
export function sinceMs({ since = 'ms' }: Till, at: Position): number | null {
  if (at.since === null || since === 'ignored') return null;
  return since === 's' ? at.since * 1000 : at.since;
}

const readings = new WeakMap<Till, Map<string, number>>();

/** As the rows were put in, or turned about at every other reading of a list. */
export function inOrder<T>(rows: T[], till: Till, list: string, isFirstPage: boolean): T[] {
  if (till.shuffled !== true) return rows;
  const known = readings.get(till) ?? new Map<string, number>();
  const count = (known.get(list) ?? 0) + (isFirstPage ? 1 : 0);
  readings.set(till, known.set(list, count));
  return count % 2 === 0 ? rows.toReversed() : rows;
}

const spent = new WeakMap<Till, Set<string>>();

/** Where a cursor is good for one call, the second is a 400; a new reading begins with new ones. */
export function spendCursor(till: Till, cursor: string | null): void {
  if (till.cursorOnce !== true) return;
  if (cursor === null) return void spent.delete(till);
  const known = spent.get(till) ?? new Set<string>();
  if (known.has(cursor)) throw invalid('cursor', 'used before');
  spent.set(till, known.add(cursor));
}

/** Whether refusals are plain text; asked of the whole world, since a wrong token belongs to nobody. */
export function refusesInPlainText({ world }: Sandbox): boolean {
  return [...world.merchants.values()].some(({ till }) => till.plainErrors === true);
}
