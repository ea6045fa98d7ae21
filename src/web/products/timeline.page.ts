import type { TimelineEntry } from '../../services/products/product-contracts.js';
import { kopecks } from '../../domain/money.js';
import { formatRub } from '../../domain/text/format-rub.js';
import { fieldLabel } from '../history/field-values.js';
import type { OperationLine } from '../history/operation-line.js';
import { operationLine } from '../history/operation-line.js';
import { links } from '../links.js';
import { KIND_WORDS } from '../sync/job-words.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';

/** One step of the time line, ready to print. */
export interface TimelineLine {
  readonly at: Moment;
  /** What EvoSync did in VK; `null` = something the merchant set. */
  readonly operation: OperationLine | null;
  /** What the merchant set; empty for operations. */
  readonly texts: readonly string[];
  readonly run: { readonly href: string; readonly label: string } | null;
}

type Change = Extract<TimelineEntry, { kind: 'change' }>;
type Values = Readonly<Record<string, unknown>>;

export function timelineLine(entry: TimelineEntry, now: Date): TimelineLine {
  const at = momentOf(entry.at, now);
  if (entry.kind === 'change') return { at, operation: null, texts: changeTexts(entry), run: null };
  return {
    at,
    operation: operationLine(entry.operation),
    texts: [],
    run: { href: links.run(entry.jobId), label: `${KIND_WORDS[entry.jobKind]} № ${entry.jobId}` },
  };
}

/** What somebody set, one sentence for each part of it. */
export function changeTexts({ action, before, after }: Change): readonly string[] {
  switch (action) {
    case 'listing.own':
      return ownTexts(before ?? {}, after ?? {});
    case 'listing.lock':
      return Object.entries(after ?? {}).map(([field, isLocked]) =>
        isLocked === true
          ? `${fieldLabel(field)}: теперь вы ведёте вручную в VK`
          : `${fieldLabel(field)}: снова ведёт EvoSync`,
      );
    case 'listing.photo':
      return [after?.['photo'] === true ? 'Загружено своё фото' : 'Своё фото убрано'];
    case 'listing.allow_restricted':
      return ['Вы разрешили публикацию: «это не такой товар»'];
    case 'listing.forbid_restricted':
      return ['Разрешение публикации отозвано'];
    case 'listing.drift': {
      const field = fieldLabel(textOf(after?.['field']));
      return [after?.['choice'] === 'keep' ? `${field}: оставили как в VK` : `${field}: вернём как было у нас`];
    }
    case 'listing.bring_back':
      return ['Вы попросили вернуть товар в VK'];
    case 'offer.answer':
      return [
        after?.['choice'] === 'adopt' ? 'Вы ответили: это тот же товар, что в VK' : 'Вы ответили: это другой товар',
      ];
    case 'rule.change':
      return [RULES[textOf(after?.['mode'])] ?? 'Правило отбора убрано'];
    default:
      return ['Настройки товара изменились'];
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const RULES: Readonly<Record<string, string>> = {
  include: 'Правило отбора: товар включён',
  exclude: 'Правило отбора: товар исключён',
};

function ownTexts(before: Values, after: Values): readonly string[] {
  return Object.keys(after).map(part => {
    const value = after[part];
    switch (part) {
      case 'name':
        return typeof value === 'string' ? `Своё название: «${value}»` : 'Своё название убрано';
      case 'description':
        return typeof value === 'string' ? 'Своё описание сохранено' : 'Своё описание убрано';
      case 'priceKopecks':
        return priceText(before[part], value);
      case 'isPinned':
        return value === true ? 'Товар закреплён: в VK идёт первым' : 'Товар откреплён';
      default:
        return 'Настройки товара изменились';
    }
  });
}

function priceText(before: unknown, after: unknown): string {
  if (typeof after !== 'number') return 'Своя цена убрана';
  const was = typeof before === 'number' ? `${formatRub(kopecks(before))} → ` : '';
  return `Своя цена: ${was}${formatRub(kopecks(after))}`;
}
