import { GROUPS, type TillGood } from '../merchant/till-good.js';
import type { Stage } from './scenario.js';

/** Prices move by less than the brake looks at. */
const PRICE_STEP = 0.3;

export interface TillDay {
  /** Goods that stay as they are. */
  readonly spare?: readonly TillGood[];
  /** The till pushes each change to us. */
  readonly isPushed?: boolean;
}

/** A day at the till, drawn from the scenario's stream: new prices and names, a good in another group, one gone. */
export async function changeTill({ merchant, random }: Stage, options: TillDay = {}): Promise<void> {
  const taken = new Set((options.spare ?? []).map(({ id }) => id));
  const notify = options.isPushed === true ? '?notify=1' : '';
  const some = (count: number): TillGood[] =>
    Array.from({ length: count }, () => random.pick(merchant.sold())).filter(({ id }) => {
      const isNew = !taken.has(id);
      taken.add(id);
      return isNew;
    });
  const share = Math.max(2, Math.round(merchant.sold().length / 8));
  for (const good of some(share)) {
    const factor = 1 + (random.next() * 2 - 1) * PRICE_STEP;
    await merchant.reprice(good, Math.max(100, Math.round(good.kopecks * factor)), notify);
  }
  for (const good of some(share))
    await merchant.rename(good, `${good.name.split(' · ')[0]} · ${random.int(100, 999)}`, notify);
  for (const good of some(2)) await merchant.move(good, random.pick(GROUPS));
  for (const good of some(1)) await merchant.remove(good);
}
