import { setTimeout as pause } from 'node:timers/promises';
import type { ChaosMerchant } from '../merchant/chaos-merchant.js';
import { patiently, within } from '../patience.js';
import { firedFaults } from './fired-faults.js';
import type { Stage } from './scenario.js';

/** How long a moment in the traffic is waited for before it is taken as it comes: the run may have nothing left to ask. */
const MOMENT_SECONDS = 12;

/**
 * One random moment of a run. Most lie in the traffic with VK, counted in calls: while the call is on its way, or after VK
 * did what it was asked and before the answer is there, where a create can become a twin. The others are a drawn time
 * from now on, and so fall into reading, planning and waking up.
 */
export async function untilRandomMoment(stage: Stage): Promise<void> {
  const { random } = stage;
  const kind = random.pick(['before', 'after', 'after', 'between', 'clock'] as const);
  const call = random.int(1, 30);
  const ms = random.int(0, 3500);
  if (kind === 'clock') return pause(ms).then(() => undefined);
  if (kind === 'between') {
    await untilCalls(stage.merchant, call);
    await pause(ms % 200);
    return;
  }
  const name = `${stage.merchant.id}-moment-${random.int(1, 1_000_000)}`;
  const lift = await stage.faults({
    name,
    vendor: 'vk',
    nth: call,
    effect: { kind: 'delay', ms: 6000, after: kind === 'after' },
  });
  await patiently('the moment', async () => (await firedFaults(stage, name)) > 0, within(MOMENT_SECONDS)).catch(
    () => undefined,
  );
  // The call is at the sandbox now and stays there a while.
  await pause(60);
  await lift();
}

/** Until so many more VK calls were made, or none come any more. */
async function untilCalls(merchant: ChaosMerchant, calls: number): Promise<void> {
  const { vkCalls } = await merchant.stats();
  await patiently(
    'calls',
    async () => (await merchant.stats()).vkCalls >= vkCalls + calls,
    within(MOMENT_SECONDS),
  ).catch(() => undefined);
}

/** Until a share of the goods for sale is in the shop: the middle of a first sync. */
export async function untilShare({ merchant, deadline }: Stage, share: number): Promise<void> {
  const wanted = Math.max(1, Math.floor(merchant.sold().length * share));
  await patiently(
    `${wanted} goods in the shop`,
    async () => (await merchant.shop()).items.filter(({ foreign }) => !foreign).length >= wanted,
    deadline,
  );
}
