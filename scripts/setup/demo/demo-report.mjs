/** VK allows three calls a second with one token. */
const SLOT_MS = 1000 / 3;

/**
 * How well the first sync used what VK allows, as the sandbox saw it.
 * @param {{ traffic: import('./demo-sandbox.mjs').Traffic, vkCalls: readonly { at: number }[] }} counted
 * @param {number} created
 */
export function vkFigures({ traffic, vkCalls }, created) {
  const { vkCalls: calls, maxCallsInOneSecond: maxPerSecond, tooManyPerSecond: error6 } = traffic;
  return {
    calls,
    perNewItem: created > 0 ? Math.round((calls / created) * 100) / 100 : null,
    maxPerSecond,
    error6,
    slotUse: slotUse(vkCalls.map(({ at }) => at)),
  };
}

/**
 * Calls made per call slot between the first and the last call; 1 is all of them.
 * @param {readonly number[]} times epoch ms
 */
export function slotUse(times) {
  const [first, last] = [times.at(0), times.at(-1)];
  if (first === undefined || last === undefined || times.length < 2) return null;
  const slots = (last - first) / SLOT_MS + 1;
  return Math.round((times.length / slots) * 1000) / 1000;
}

/**
 * The one JSON object of `npm run demo -- --once`.
 * @param {object} parts
 * @param {Record<string, unknown>} parts.job what `sync:run --json` printed
 * @param {number} parts.visible items a buyer sees in the shop
 * @param {string} parts.url
 * @param {number} parts.elapsedSeconds
 * @param {Record<string, number>} parts.setupSeconds
 * @param {ReturnType<typeof vkFigures>} parts.vk
 */
export function demoReport({ job, visible, ...rest }) {
  return { ...job, inShop: visible, ...rest };
}

/**
 * The goods that were created are in the shop; on a second start nothing is created and they are still there.
 * @param {{ job: Record<string, unknown>, visible: number }} parts
 */
export function isSuccess({ job, visible }) {
  const { status, created = 0 } = job;
  return (status === 'success' || status === 'unchanged') && visible > 0 && visible >= Number(created);
}
