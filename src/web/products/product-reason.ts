import type { ProductView } from '../../services/products/product-contracts.js';
import { links } from '../links.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';

/** The one thing to press under a reason: a link, or a form with its hidden values. */
export type Remedy =
  | { readonly kind: 'link'; readonly href: string; readonly label: string }
  | {
      readonly kind: 'form';
      readonly action: string;
      readonly label: string;
      readonly fields: readonly (readonly [name: string, value: string])[];
    };

export interface ProductReason {
  readonly title: string;
  readonly card: ProblemCard;
  readonly remedy: Remedy | null;
  /** Left out on purpose, or there is nothing to mend: it tells, it does not ask. */
  readonly tone: 'need' | 'info';
}

const SETTINGS: Remedy = { kind: 'link', href: '/sync#settings', label: 'Открыть настройки' };
const NOW: Remedy = { kind: 'form', action: '/sync/run-now', label: 'Обменять сейчас', fields: [] };

/** Codes that ask for nothing: a choice of the merchant's own, or time alone. */
const QUIET: ReadonlySet<string> = new Set([
  'NOT_SELECTED',
  'NOT_FOR_SALE',
  'GONE_FROM_TILL',
  'MERGED',
  'SERVICE_ROW',
  'RESTRICTED_TYPE',
  'LINK.DETACHED',
  'LISTINGS.PENDING',
  'SYNC.WAITING',
  'SYNC.RUNNING',
  'SYNC.ANSWER_OPEN',
  'SYNC.DECLINED',
  'LIMIT.ADDS_PER_DAY',
]);

type Seen = Pick<ProductView, 'answer' | 'canAllow' | 'effective' | 'id' | 'key' | 'members' | 'own' | 'wanted'>;

/** Why a good is not in VK (or not as wanted), with one remedy; `null` = there is nothing to say. */
export function productReason(view: Seen): ProductReason | null {
  const { code, params, published } = view.answer;
  if (code === null) return null;
  const { action, ...card } = problemCard(code, params);
  return {
    title: titleOf(published, view.wanted !== null),
    card,
    remedy: remedyOf(code, view) ?? (action === undefined ? null : { kind: 'link', ...action }),
    tone: QUIET.has(code) ? 'info' : 'need',
  };
}

/** A good that still stands in VK although nothing should is taken out by the next exchange. */
function titleOf(isPublished: boolean, isWanted: boolean): string {
  if (!isPublished) return 'Почему нет в VK?';
  return isWanted ? 'Что ещё мешает' : 'Почему исчезнет из VK';
}

function remedyOf(code: string, view: Seen): Remedy | null {
  const { id, key, canAllow, own } = view;
  const keyField = key === null ? [] : ([['key', key]] as const);
  const form = (name: 'pin' | 'allow', label: string): Remedy => ({
    kind: 'form',
    action: links.productForm(id, name),
    label,
    fields: [...keyField, ['on', '1']],
  });
  if (canAllow) return form('allow', 'Это не такой товар…');
  switch (code) {
    case 'NOT_SELECTED':
      return selectionRemedy(view);
    case 'NO_PRICE':
    case 'PRICE_TOO_HIGH':
      return key === null ? null : { kind: 'link', href: '#price', label: 'Указать цену для VK' };
    case 'NO_NAME':
      return key === null ? null : { kind: 'link', href: '#name', label: 'Дать название для VK' };
    case 'SERVICE_ROW':
      return SETTINGS;
    case 'DUPLICATE_KEY':
    case 'MERGED':
      return { kind: 'link', href: links.merge(), label: 'Как объединяются товары' };
    case 'LINK.DETACHED':
      return key === null
        ? null
        : {
            kind: 'form',
            action: '/catalog/bring-back',
            label: 'Вернуть в VK',
            fields: [...keyField, ['back', links.product(id, { key })]],
          };
    case 'LIMIT.ITEMS':
      return own.isPinned ? null : form('pin', 'Закрепить: пойдёт первым');
    case 'SYNC.WAITING':
    case 'LISTINGS.PENDING':
      return NOW;
    default:
      return null;
  }
}

/** Leads to whatever keeps the good out: its store, its group, or its own rule. */
function selectionRemedy({ effective: { reason }, id, key, members }: Seen): Remedy {
  const [first] = members;
  if (reason.level === 'store' || first === undefined)
    return { kind: 'link', href: links.stores(), label: 'Открыть магазины' };
  if (reason.level === 'group') return { kind: 'link', href: links.groups(first.storeId), label: 'Открыть группы' };
  const mode = reason.because === 'excluded' ? 'none' : 'include';
  return {
    kind: 'form',
    action: '/catalog/filter',
    label: mode === 'none' ? 'Убрать правило' : 'Включить этот товар',
    fields: [
      ['rule', `product|${mode}|${id}`],
      ['back', links.product(id, { key: key ?? '' })],
    ],
  };
}
