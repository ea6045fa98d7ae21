import { formatQuantity } from '../../domain/text/format-quantity.js';
import { formatRub } from '../../domain/text/format-rub.js';
import type { ProductMember } from '../../services/products/product-contracts.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';

/** One fact of the till: «Артикул: 1005». */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** A good as the till knows it, ready to print. */
export interface TillCard {
  readonly storeName: string;
  readonly name: string;
  readonly facts: readonly Fact[];
  readonly readAt: Moment;
  readonly isMissing: boolean;
  /** Says why this row is no part of what stands in VK; empty when it is. */
  readonly note: string;
  /** The page of this very good; `null` = one is there. */
  readonly href: string | null;
}

const NONE = '—';

/** Names of the product types merchants meet; others are shown as the till calls them. */
const TYPES: Readonly<Record<string, string>> = {
  NORMAL: 'обычный товар',
  SERVICE: 'услуга',
  ALCOHOL_MARKED: 'алкоголь с маркировкой',
  ALCOHOL_NOT_MARKED: 'алкоголь без маркировки',
  TOBACCO_MARKED: 'табак с маркировкой',
  SHOES_MARKED: 'обувь с маркировкой',
  MEDICINE_MARKED: 'лекарство с маркировкой',
  DAIRY_MARKED: 'молочный товар с маркировкой',
  WATER_MARKED: 'вода с маркировкой',
};

export function tillCard(member: ProductMember, now: Date, href: string | null): TillCard {
  const { price, quantity, measureName, articleNumber, barcodes, groupPath, type, isMissing } = member;
  return {
    storeName: member.storeName,
    name: member.name,
    facts: [
      { label: 'Цена', value: price === null ? NONE : formatRub(price) },
      { label: 'Остаток', value: quantity === null ? 'касса не сообщает' : formatQuantity(quantity, measureName) },
      { label: 'Ед. измерения', value: measureName ?? NONE },
      { label: 'В продаже', value: member.allowToSell ? 'да' : 'нет' },
      { label: 'Группа', value: groupPath.length === 0 ? 'Без группы' : groupPath.join(' › ') },
      { label: 'Артикул', value: articleNumber ?? NONE },
      { label: barcodes.length > 1 ? 'Штрихкоды' : 'Штрихкод', value: barcodes.join(', ') || NONE },
      { label: 'Тип', value: type === null ? NONE : (TYPES[type] ?? type) },
    ],
    readAt: momentOf(member.readAt, now),
    isMissing,
    note: noteOf(member),
    href,
  };
}

function noteOf({ isMissing, isSelected }: ProductMember): string {
  if (isMissing) return 'На кассе этого товара больше нет. Здесь последние его значения.';
  return isSelected ? '' : 'Не отобран: в VK из этого магазина ничего не идёт.';
}
