import type { MergeBy } from '../../domain/settings.js';
import type { MergePreview } from '../../services/engine-services.js';
import type { Crumb } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import { count, counted } from '../texts/numbers.js';
import type { Choice } from './settings.page.js';
import { MERGE_WORDS } from './settings.page.js';

export const SYNC_CRUMB: Crumb = { label: 'Синхронизация', href: '/sync' };

export interface MergeModel {
  readonly crumbs: readonly Crumb[];
  readonly choice: Choice;
  /** What the chosen way would do; `null` = none chosen yet, or the present one. */
  readonly preview: {
    readonly mergeBy: MergeBy;
    readonly lines: readonly string[];
    readonly samples: readonly string[];
  } | null;
  /** The present way was looked at: it may be confirmed, for the first run asks for a choice. */
  readonly isPresent: boolean;
  readonly present: MergeBy;
}

const OPTIONS: readonly (readonly [MergeBy, string, string])[] = [
  ['id', 'Не объединять', 'Один и тот же товар в двух магазинах — две карточки в VK.'],
  ['barcode', 'По штрихкоду', 'Товары разных магазинов с одним штрихкодом — одна карточка, остатки складываются.'],
  ['article', 'По артикулу', 'То же по артикулу.'],
];

/** How goods of several stores become one card in VK, and what changing that would do. */
export function mergePage(
  present: MergeBy,
  chosen: MergeBy | null,
  preview: MergePreview | null,
): Page & { model: MergeModel } {
  const shown = chosen ?? present;
  return {
    view: 'sync/merge',
    title: 'Объединение товаров',
    section: 'sync',
    model: {
      crumbs: [SYNC_CRUMB, { label: 'Объединение товаров', href: null }],
      choice: {
        name: 'merge_by',
        legend: 'Объединять товары разных магазинов',
        hint: `Сейчас: ${MERGE_WORDS[present]}.`,
        error: null,
        options: OPTIONS.map(([value, label, hint]) => ({
          id: `merge_by-${value}`,
          value,
          label,
          hint,
          isChecked: value === shown,
        })),
      },
      preview:
        preview === null || chosen === null
          ? null
          : {
              mergeBy: chosen,
              lines: mergeLines(preview),
              samples: preview.samples.map(({ names }) => names.join(' + ')),
            },
      isPresent: chosen === present,
      present,
    },
  };
}

function mergeLines({ listingsBefore, listingsAfter, joined, relinked, leftOver }: MergePreview): string[] {
  const lines = [
    `Карточек было ${count(listingsBefore)}, станет ${count(listingsAfter)}.`,
    joined === 0
      ? 'Ни одна карточка не соберётся из товаров разных магазинов.'
      : `Из товаров разных магазинов соберётся ${counted(joined, 'карточка', 'карточки', 'карточек')}.`,
  ];
  if (relinked > 0)
    lines.push(
      `${counted(relinked, 'товар в VK останется', 'товара в VK останутся', 'товаров в VK останутся')} на месте, у них сменится только артикул в VK.`,
    );
  if (leftOver > 0)
    lines.push(
      `${counted(leftOver, 'товар в VK окажется лишним', 'товара в VK окажутся лишними', 'товаров в VK окажутся лишними')}: скроем их при следующем обмене.`,
    );
  return lines;
}
