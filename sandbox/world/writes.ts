import type { ShopAlbum, ShopItem } from './shop.js';

/** Counts one write of an item or collection; `kind` is a VK method or the name of a hand edit. */
export function noteWrite(target: ShopItem | ShopAlbum, by: 'api' | 'hand', kind: string): void {
  const writes = (target.writes ??= { api: 0, hand: 0, byKind: {} });
  writes[by] += 1;
  writes.byKind[kind] = (writes.byKind[kind] ?? 0) + 1;
}
