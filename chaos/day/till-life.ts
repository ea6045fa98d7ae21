import type { Random } from '../../sandbox/world/random.js';
import type { ChaosMerchant } from '../merchant/chaos-merchant.js';
import { GROUPS, newGood } from '../merchant/till-good.js';

/** Rows of goods that come during the day; the first ones have lower numbers. */
let row = 2000;

/**
 * One thing that happens at a till in a day: mostly a price, now and then a name, a group, a new good or one less. None
 * of it is so much at once that a brake would ask a person. Every other change is pushed by the till.
 */
export async function liveAtTill(merchant: ChaosMerchant, random: Random): Promise<void> {
  const sold = merchant.sold();
  const good = random.pick(sold);
  const pushed = random.chance(0.5) ? '?notify=1' : '';
  const dice = random.next();
  if (dice < 0.55) {
    const kopecks = Math.max(1000, Math.round(good.kopecks * (0.85 + random.next() * 0.3)));
    return merchant.reprice(good, kopecks, pushed);
  }
  if (dice < 0.7) return merchant.rename(good, `${good.name.split(' №')[0] ?? ''} №${random.int(2, 99)}`, pushed);
  if (dice < 0.8) return merchant.move(good, random.pick(GROUPS));
  // A shop that only shrinks would end at the brake.
  if (dice < 0.95 || sold.length < 12) return merchant.add(newGood(random, (row += 1), random.pick(GROUPS)), pushed);
  return merchant.remove(good);
}

/** What a till sells when nobody may buy it online: never to be seen in a shop, whatever breaks. */
export async function addRestricted(merchant: ChaosMerchant, random: Random): Promise<void> {
  await merchant.add(newGood(random, (row += 1), random.pick(GROUPS), 'restricted'), '?notify=1');
}
