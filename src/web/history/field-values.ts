import { kopecks } from '../../domain/money.js';
import { NBSP } from '../../domain/text/format-number.js';
import { formatRub } from '../../domain/text/format-rub.js';
import { count } from '../texts/numbers.js';

/** One changed field: old → new. */
export interface DiffLine {
  readonly label: string;
  readonly before: string;
  readonly after: string;
  /** «+10 %» for a price; empty otherwise. */
  readonly change: string;
}

const LABELS: Readonly<Record<string, string>> = {
  name: 'Название',
  description: 'Описание',
  price: 'Цена',
  stock: 'Остаток',
  category: 'Категория',
  photo: 'Фотография',
  album: 'Подборка',
};

export const fieldLabel = (field: string): string => LABELS[field] ?? field;

const PHOTO_SOURCES: Readonly<Record<string, string>> = {
  product: 'своё фото',
  group: 'фото группы',
  merchant: 'фото магазина',
  name_card: 'карточка с названием',
  default: 'картинка по умолчанию',
};

const LONGEST = 160;
const NONE = '—';

type Values = Readonly<Record<string, unknown>> | null;

/** The differences of an operation, one line for each field that really reads differently. */
export function diffLines(fields: readonly string[], before: Values, after: Values): DiffLine[] {
  return fields.map(name => {
    const [was, is] = [valueOf(name, before), valueOf(name, after)];
    return {
      label: fieldLabel(name),
      before: valueText(name, was),
      after: valueText(name, is),
      change: name === 'price' ? priceChange(was, is) : '',
    };
  });
}

/** A field out of a before- or after-image. What somebody had changed in VK, and is overwritten now, stands apart; a category stands under the name of its id. */
export function valueOf(field: string, values: Values): unknown {
  const inVk = values?.['inVk'];
  if (typeof inVk === 'object' && inVk !== null && field in inVk) return (inVk as Record<string, unknown>)[field];
  return values?.[field] ?? (field === 'category' ? values?.['categoryId'] : undefined);
}

function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return NONE;
  if (field === 'price' && isWhole(value)) return formatRub(kopecks(value));
  if (field === 'stock' && isWhole(value)) return `${count(value)}${NBSP}шт`;
  if (field === 'photo') return photoText(value);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return 'изменено';
  const text = String(value).replace(/\s+/gu, ' ').trim();
  return text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text;
}

function photoText(value: unknown): string {
  const source = typeof value === 'object' && value !== null && 'source' in value ? value.source : null;
  return (typeof source === 'string' ? PHOTO_SOURCES[source] : undefined) ?? 'картинка';
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

function priceChange(before: unknown, after: unknown): string {
  if (!isWhole(before) || !isWhole(after) || before === 0 || before === after) return '';
  const percent = Math.round(((after - before) / before) * 100);
  if (percent === 0) return '';
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent)}${NBSP}%`;
}
