import type { OperationKind } from '../../domain/sync/compact.js';
import type { PreviewOverview } from '../../services/sync/preview/preview-contracts.js';
import type { OperationView } from '../../services/web-services.js';
import type { OperationLine } from '../history/operation-line.js';
import { operationLine } from '../history/operation-line.js';
import { kindWord } from '../history/operation-words.js';
import { links } from '../links.js';
import { count } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';
import type { PreviewQueryValues } from './preview.schema.js';

/** One planned change with its tick box. */
export interface PreviewLine extends OperationLine {
  readonly id: number;
  /** `false` for work on albums: it goes with its goods. */
  readonly canTick: boolean;
  readonly isTicked: boolean;
  /** Leads to the card a buyer would see; `null` = none would. */
  readonly showHref: string | null;
}

/** One number of the strip, leading to the list it counts. */
export interface PreviewTile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly href: string;
  readonly isCurrent: boolean;
}

const TILES: readonly (readonly [OperationKind, string])[] = [
  ['create', 'Создать'],
  ['update', 'Изменить'],
  ['unhide', 'Вернуть в витрину'],
  ['hide', 'Скрыть'],
  ['delete', 'Удалить'],
];

/** What a buyer sees a card of once it is done. */
const SEEN: ReadonlySet<string> = new Set(['create', 'update', 'unhide', 'restore']);

export function previewLine(operation: OperationView, query: PreviewQueryValues): PreviewLine {
  const { id, listingKey, kind } = operation;
  return {
    ...operationLine(operation),
    id,
    canTick: listingKey !== null,
    isTicked: query.pick === 'all',
    showHref:
      listingKey !== null && SEEN.has(kind)
        ? `${links.preview({ page: query.page, kind: query.kind, show: listingKey })}#buyer`
        : null,
  };
}

/** Keys of the goods whose cards are shown: the one asked for, else the first few that a buyer would see. */
export function shownKeys(operations: readonly OperationView[], show: string, most: number): readonly string[] {
  if (show !== '') return [show];
  const seen = operations.flatMap(({ kind, listingKey }) =>
    listingKey !== null && SEEN.has(kind) ? [listingKey] : [],
  );
  return [...new Set(seen)].slice(0, most);
}

/** «Создать 12 · изменить 21 · скрыть 5»; kinds that have none are left out, rare ones are named as in the history. */
export function previewTiles({ counts, prices }: PreviewOverview, chosen: string): PreviewTile[] {
  const named = new Set<string>(TILES.map(([kind]) => kind));
  const rare = Object.keys(counts).filter(kind => !named.has(kind));
  const kinds = [...TILES, ...rare.map(kind => [kind as OperationKind, kindWord(kind)] as const)];
  return kinds.flatMap(([kind, label]) => {
    const n = counts[kind] ?? 0;
    if (n === 0) return [];
    const isCurrent = kind === chosen;
    return {
      label,
      value: count(n),
      note: kind === 'update' && prices > 0 ? `цена у ${count(prices)}` : '',
      href: links.preview({ kind: isCurrent ? '' : kind }),
      isCurrent,
    };
  });
}

/** Why selected goods do not go to VK, with how many. */
export const notListedLines = ({ notListed }: PreviewOverview): { text: string; count: string }[] =>
  notListed.map(reason => ({ text: problemCard(reason.code).what, count: count(reason.count) }));
