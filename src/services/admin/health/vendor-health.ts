import type { CallCount } from '../../../db/repositories/system-facts.repository.js';
import type { VendorHealth } from './health-contracts.js';

/** Whose service each kind of call is; calls of a vendor to us are not its errors. */
const VENDORS: Readonly<Record<string, VendorHealth['vendor']>> = {
  evotor: 'evotor',
  vk: 'vk',
  vk_upload: 'vk',
  vk_id: 'vk',
};

type Calls = VendorHealth['lastHour'];

const NONE: Calls = { calls: 0, failed: 0 };

/** Counts of calls, added up by vendor. */
export function vendorHealth(counts: readonly CallCount[]): readonly VendorHealth[] {
  return (['vk', 'evotor'] as const).map(vendor => {
    const own = counts.filter(({ service }) => VENDORS[service] === vendor);
    return {
      vendor,
      lastHour: own.reduce<Calls>((sum, count) => added(sum, count.outcome, count.lastHour), NONE),
      lastDay: own.reduce<Calls>((sum, count) => added(sum, count.outcome, count.lastDay), NONE),
      errors: errorsOf(own),
    };
  });
}

const added = ({ calls, failed }: Calls, outcome: CallCount['outcome'], n: number): Calls => ({
  calls: calls + n,
  failed: failed + (outcome === 'ok' ? 0 : n),
});

function errorsOf(counts: readonly CallCount[]): VendorHealth['errors'] {
  const byCode = new Map<string, { lastHour: number; lastDay: number }>();
  for (const { outcome, vendorCode, lastHour, lastDay } of counts) {
    if (outcome === 'ok') continue;
    const code = vendorCode ?? '';
    const sum = byCode.get(code) ?? { lastHour: 0, lastDay: 0 };
    byCode.set(code, { lastHour: sum.lastHour + lastHour, lastDay: sum.lastDay + lastDay });
  }
  return [...byCode].map(([code, sums]) => ({ code, ...sums })).sort((a, b) => b.lastDay - a.lastDay);
}
