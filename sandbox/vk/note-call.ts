import type { Sandbox } from '../sandbox.js';
import type { JournalEntry } from '../world/journal.js';
import type { Seen } from './seen-call.js';

/** Writes a VK call into the journal, marks the items it wrote with its number, and plays what waits for the call's end. */
export function noteCall(sandbox: Sandbox, seen: Seen, outcome: string): void {
  const { method, at, token, params, inner, touched, struck } = seen;
  const items = [...new Set(touched)];
  const { seq } = sandbox.record({
    at,
    vendor: 'vk',
    method,
    outcome,
    params: journalParams(params),
    ms: sandbox.clock.now() - at,
    ...(token === undefined ? {} : { merchant: token.merchantId }),
    ...(inner.length === 0 ? {} : { inner }),
    ...(items.length === 0 ? {} : { items: items.map(item => item.id) }),
    ...addsOfSku(sandbox, seen),
    ...(struck === undefined || struck.names.length === 0 ? {} : { faults: struck.names }),
  });
  for (const item of items) {
    item.changedSeq = seq;
    if (item.origin === 'api') item.createdSeq ??= seq;
  }
  struck?.afterwards(items);
}

function addsOfSku(sandbox: Sandbox, { method, touched, token }: Seen): Pick<JournalEntry, 'addsOfSku'> {
  const [item] = touched;
  if (method !== 'market.add' || item === undefined || token === undefined) return {};
  for (const shop of sandbox.world.shops.values()) {
    if (shop.items.get(item.id) === item) return { addsOfSku: shop.addsBySku?.get(item.sku)?.length ?? 1 };
  }
  return {};
}

function journalParams(params: Map<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...params].filter(([name]) => !/token/i.test(name)).map(([name, value]) => [name, value.slice(0, 2000)]),
  );
}
