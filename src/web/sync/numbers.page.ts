import type { SyncOverview } from '../../services/web-services.js';
import type { ProductState } from '../links.js';
import { links } from '../links.js';
import { count } from '../texts/numbers.js';

/** One number of the strip, leading to the list it counts. */
export interface NumberTile {
  readonly label: string;
  readonly value: string;
  readonly href: string;
  readonly isAlarming: boolean;
}

/** «На кассе 420 · отобрано 398 · в VK 396 · с причиной 2», each leading to the list of exactly those goods. */
export function numberTiles(
  numbers: SyncOverview['numbers'],
  hrefOf: (state: ProductState) => string = state => links.allProducts({ state }),
): NumberTile[] {
  const tile = (label: string, n: number, state: ProductState, isAlarming = false): NumberTile => ({
    label,
    value: count(n),
    href: hrefOf(state),
    isAlarming,
  });
  return [
    tile('На кассе', numbers.onTill, 'all'),
    tile('Отобрано', numbers.selected, 'selected'),
    tile('В VK', numbers.inVk, 'in_vk'),
    tile('С причиной', numbers.withReason, 'with_reason', numbers.withReason > 0),
  ];
}

/** The same as a sentence whose parts add up: «Отобрано 180 из 212: в VK 178, с причиной 2». */
export function numbersSentence({ onTill, selected, inVk, withReason }: SyncOverview['numbers']): string {
  const waiting = Math.max(0, selected - inVk - withReason);
  const parts = [
    `в VK ${count(inVk)}`,
    ...(waiting > 0 ? [`ждут отправки ${count(waiting)}`] : []),
    ...(withReason > 0 ? [`с причиной ${count(withReason)}`] : []),
  ];
  return `На кассе ${count(onTill)}, отобрано ${count(selected)}: ${parts.join(', ')}.`;
}
