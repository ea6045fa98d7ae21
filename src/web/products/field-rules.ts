import type { ListingExplanation, PriceExplanation } from '../../domain/listing/explain-listing.js';
import type { NameStep } from '../../domain/listing/listing-name.js';
import type { PriceRounding } from '../../domain/settings.js';
import type { Field } from '../../domain/sync/compact.js';
import { formatMultiplier } from '../../domain/text/format-multiplier.js';
import { NBSP } from '../../domain/text/format-number.js';
import { formatRub } from '../../domain/text/format-rub.js';
import type { ProductView } from '../../services/products/product-contracts.js';
import { fieldLabel } from '../history/field-values.js';
import { count } from '../texts/numbers.js';

/** The line between the till's card and VK's: how one field comes about. */
export interface RuleLine {
  readonly field: Field;
  readonly label: string;
  readonly text: string;
  /** «вести вручную в VK»: EvoSync leaves the field alone. */
  readonly isLocked: boolean;
  /** What differs in VK right now; empty = nothing. */
  readonly note: string;
}

const NAME_STEPS: Readonly<Record<NameStep, string>> = {
  own: 'своё название',
  cleaned: 'убраны знаки, которых VK не принимает',
  lowered: 'большие буквы сделаны обычными',
  expanded: 'сокращения раскрыты',
  choices: 'добавлен вариант товара',
  shortened: `сокращено до 100${NBSP}знаков`,
  completed: 'короткое название дополнено группой',
};

const ROUNDED: Readonly<Record<PriceRounding, string>> = {
  none: 'округлено до копейки',
  '1': `округлено до 1${NBSP}₽`,
  '5': `округлено до 5${NBSP}₽`,
  '10': `округлено до 10${NBSP}₽`,
  x9: 'округлено до девятки',
};

const PHOTOS: Readonly<Record<ListingExplanation['photo'], string>> = {
  product: 'своё фото',
  group: 'фото группы',
  merchant: 'общее фото магазина',
  name_card: 'карточка с названием: своего фото нет',
  default: 'запасная картинка',
};

const DESCRIPTIONS: Readonly<Record<ListingExplanation['description']['source'], string>> = {
  own: 'своё описание',
  template: 'по вашему шаблону',
  till: 'описание с кассы',
  name: 'на кассе описания нет, стоит название',
};

type Explained = Pick<ProductView, 'explanation' | 'locks' | 'inShop'>;

/** One line for each field, in the order a buyer looks at them; none when the till has nothing to tell of. */
export function ruleLines({ explanation, locks, inShop }: Explained): readonly RuleLine[] {
  if (explanation === null) return [];
  const lines: readonly (readonly [Field, string])[] = [
    ['photo', PHOTOS[explanation.photo]],
    ['price', priceText(explanation.price)],
    ['name', nameText(explanation.name.steps)],
    ['description', descriptionText(explanation.description)],
    ['album', albumText(explanation.album)],
    ['stock', stockText(explanation.stock)],
  ];
  return lines.map(([field, text]) => {
    const isLocked = locks.some(lock => lock === field);
    return {
      field,
      label: fieldLabel(field),
      text: isLocked ? 'вести вручную в VK' : text,
      isLocked,
      note: isLocked ? '' : noteOf(field, inShop),
    };
  });
}

function noteOf(field: Field, inShop: ProductView['inShop']): string {
  if (inShop?.drifted.includes(field) === true) return 'изменено в VK';
  return inShop?.pending.includes(field) === true ? 'изменится при следующем обмене' : '';
}

/** «350 ₽ × 1,1 + 10 ₽ → 395 ₽, округлено до 5 ₽». */
export function priceText(price: PriceExplanation): string {
  if (price.from === 'none') return 'на кассе нет цены';
  if (price.from === 'own') {
    const till = price.tillPrice === null ? '' : `, на кассе ${formatRub(price.tillPrice)}`;
    return `своя цена ${formatRub(price.price)}${till}`;
  }
  const { rule, tillPrice, perUnit, isAtFloor, isRounded, isGroupRule } = price;
  const multiplied = Number(rule.multiplier) === 1 ? '' : ` ${formatMultiplier(rule.multiplier)}`;
  const sign = rule.addend < 0 ? '−' : '+';
  const added = rule.addend === 0 ? '' : ` ${sign}${NBSP}${formatRub(Math.abs(rule.addend) as typeof tillPrice)}`;
  const isPlain = price.price === tillPrice && multiplied === '' && added === '' && perUnit === '';
  const remarks = [
    isAtFloor ? `не ниже себестоимости с наценкой ${rule.floorMarginPercent ?? 0}${NBSP}%` : '',
    isRounded ? ROUNDED[rule.rounding] : '',
    perUnit.replace(/\.$/u, ''),
    isGroupRule ? 'правило группы' : '',
  ].filter(text => text !== '');
  const sum = isPlain
    ? `${formatRub(price.price)}, как на кассе`
    : `${formatRub(tillPrice)}${multiplied}${added} → ${formatRub(price.price)}`;
  return [sum, ...remarks].join(', ');
}

const nameText = (steps: readonly NameStep[]): string =>
  steps.length === 0 ? 'как на кассе' : steps.map(step => NAME_STEPS[step]).join(', ');

function descriptionText({ source, perUnit }: ListingExplanation['description']): string {
  const isAdded = perUnit !== '' && (source === 'till' || source === 'name');
  return isAdded ? `${DESCRIPTIONS[source]}, указана ${perUnit.replace(/\.$/u, '')}` : DESCRIPTIONS[source];
}

function albumText({ title, hasGroup }: ListingExplanation['album']): string {
  if (title !== null) return `«${title}», по группе на кассе`;
  return hasGroup ? 'без подборки: у группы нет названия' : 'без подборки: товар без группы';
}

function stockText({ mode, buffer, cap, stock }: ListingExplanation['stock']): string {
  if (mode === 'fixed') return stock === -1 ? 'не ограничен' : `всегда ${count(stock ?? 0)}`;
  const remarks = [buffer > 0 ? `запас ${count(buffer)}` : '', cap === null ? '' : `не больше ${count(cap)}`].filter(
    text => text !== '',
  );
  const base = stock === null ? 'касса не сообщает, в VK остаётся прежний' : `с кассы: ${count(stock)}`;
  return [base, ...remarks].join(', ');
}
