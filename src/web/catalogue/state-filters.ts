import type { GoodsFound } from '../../services/catalogue/catalogue-contracts.js';
import type { ProductState } from '../links.js';
import { count } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';

/** One chip above a list: what it narrows to, how many that leaves, and where it leads. */
export interface FilterChip {
  readonly label: string;
  readonly count: string;
  readonly href: string;
  readonly isCurrent: boolean;
}

/** The chips above the goods. The six states add up to «Все»; «Изменены в VK» are some of those in VK. */
const STATE_FILTERS: readonly { readonly state: ProductState; readonly label: string }[] = [
  { state: 'all', label: 'Все' },
  { state: 'in_vk', label: 'В VK' },
  { state: 'drifted', label: 'Изменены в VK' },
  { state: 'waiting', label: 'Ждут отправки' },
  { state: 'not_listed', label: 'Не публикуются' },
  { state: 'hidden', label: 'Скрыты' },
  { state: 'detached', label: 'Убраны вручную' },
  { state: 'not_selected', label: 'Не отобраны' },
];

/** The usual ones stand there empty as well. */
const ALWAYS: readonly ProductState[] = ['all', 'in_vk', 'waiting', 'not_listed'];

/** Lists the numbers lead to; a chip only while one stands in them. */
const NUMBER_FILTERS: readonly { readonly state: ProductState; readonly label: string }[] = [
  { state: 'selected', label: 'Отобраны' },
  { state: 'with_reason', label: 'С причиной' },
];

export function stateChips(
  counts: GoodsFound['counts'],
  current: ProductState,
  hrefOf: (state: ProductState) => string,
): FilterChip[] {
  const extra = NUMBER_FILTERS.filter(({ state }) => state === current);
  const chips = [...STATE_FILTERS.slice(0, 1), ...extra, ...STATE_FILTERS.slice(1)];
  const isShown = ({ state }: { readonly state: ProductState }): boolean =>
    counts[state] > 0 || state === current || ALWAYS.includes(state);
  return chips.filter(isShown).map(({ state, label }) => ({
    label,
    count: count(counts[state]),
    href: hrefOf(state),
    isCurrent: state === current,
  }));
}

/** States of goods that a reason keeps out of VK. */
const REASONED: readonly ProductState[] = ['not_listed', 'with_reason', 'hidden', 'detached'];

/** Why goods are not in VK, each with its number; shown where such goods are looked at. */
export function reasonChips(
  { reasons }: Pick<GoodsFound, 'reasons'>,
  current: { readonly state: ProductState; readonly reason: string },
  hrefOf: (reason: string) => string,
): FilterChip[] {
  if (reasons.length === 0 || (current.reason === '' && !REASONED.includes(current.state))) return [];
  const all = { label: 'Любая', count: '', href: hrefOf(''), isCurrent: current.reason === '' };
  return [
    all,
    ...reasons.map(reason => ({
      label: problemCard(reason.code).what,
      count: count(reason.count),
      href: hrefOf(reason.code),
      isCurrent: reason.code === current.reason,
    })),
  ];
}
