import type { ProductView, ShownCard } from '../../services/products/product-contracts.js';
import { DRIFT_CHIP, VK_CHIPS } from '../catalogue/state-words.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { BuyerCard } from '../sync/buyer-card.js';
import { buyerCard } from '../sync/buyer-card.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';
import { count } from '../texts/numbers.js';
import type { Fact } from './till-card.js';

/** The side of VK, ready to print. */
export interface VkCard {
  readonly heading: string;
  readonly chip: Chip;
  /** Somebody changed it in VK: leads to the answers. */
  readonly drift: { readonly chip: Chip; readonly href: string } | null;
  /** `null` = nothing stands there and nothing is to. */
  readonly buyer: BuyerCard | null;
  readonly facts: readonly Fact[];
  /** «Показан в VK: 2 ноября, 14:02»; `null` = it never was. */
  readonly since: { readonly label: string; readonly at: Moment } | null;
  readonly href: string | null;
  readonly note: string;
}

const SINCE = {
  live: 'Показан в VK',
  hidden: 'Скрыт',
  deleted: 'Удалён из VK',
  detached: 'Убран в VK вручную, заметили',
} as const;

export function vkCard(view: ProductView, photo: string | null, now: Date): VkCard {
  const { inShop, wanted } = view;
  const isSeen = inShop !== null && (inShop.state === 'live' || inShop.state === 'hidden');
  const card: ShownCard | null = (isSeen ? inShop.card : null) ?? wanted;
  return {
    heading: headingOf(view),
    chip: VK_CHIPS[view.vkState],
    drift: inShop !== null && inShop.drifted.length > 0 ? { chip: DRIFT_CHIP, href: links.drift() } : null,
    buyer: card === null ? null : buyerCard({ ...card, photo }),
    facts: card === null ? [] : factsOf(card, isSeen),
    since: inShop === null ? null : { label: SINCE[inShop.state], at: momentOf(inShop.since, now) },
    href: isSeen ? links.vkItem(inShop.groupId, inShop.itemId) : null,
    note: inShop?.madeBy === 'adopted' ? 'Карточку создали вы сами, EvoSync её ведёт.' : '',
  };
}

function headingOf({ inShop, wanted }: ProductView): string {
  if (inShop?.state === 'live') return 'В VK: так видит покупатель';
  if (inShop?.state === 'hidden') return 'В VK: скрыт от покупателей';
  return wanted === null ? 'В VK' : 'В VK: так увидит покупатель';
}

function factsOf({ album, stock }: ShownCard, isSeen: boolean): readonly Fact[] {
  return [
    { label: 'Подборка', value: album === null || album === '' ? 'без подборки' : album },
    { label: isSeen ? 'Остаток в VK' : 'Остаток', value: stockText(stock) },
  ];
}

function stockText(stock: number | null): string {
  if (stock === null) return 'неизвестен';
  if (stock === -1) return 'не ограничен';
  return stock === 0 ? 'нет в наличии' : count(stock);
}
