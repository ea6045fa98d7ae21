import type { Kopecks } from '../../domain/money.js';
import { formatRub } from '../../domain/text/format-rub.js';

/** A good as a buyer sees it in VK on a phone, ready to print. */
export interface BuyerCard {
  readonly name: string;
  readonly price: string;
  /** The first lines of the description. */
  readonly description: string;
  /** Where its picture comes from; `null` = it has none to show yet. */
  readonly photo: string | null;
  /** «Нет в наличии» and the like; empty when it is in stock. */
  readonly note: string;
}

/** Characters of a description before VK folds it on a phone. */
const DESCRIPTION_SHOWN = 180;

interface Good {
  readonly name: string;
  readonly description: string;
  readonly price: Kopecks;
  /** `null` = not known. */
  readonly stock: number | null;
  readonly photo: string | null;
}

/** The card of a good: what the partial `buyer-card` prints. */
export function buyerCard({ name, description, price, stock, photo }: Good): BuyerCard {
  return {
    name,
    price: formatRub(price),
    description: startOf(description),
    photo,
    note: stock === 0 ? 'Нет в наличии' : '',
  };
}

function startOf(text: string): string {
  const signs = [...text.trim()];
  return signs.length > DESCRIPTION_SHOWN ? `${signs.slice(0, DESCRIPTION_SHOWN).join('').trimEnd()}…` : signs.join('');
}
