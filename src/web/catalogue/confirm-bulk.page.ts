import type { FilterMode } from '../../domain/selection/types.js';
import type { RulePreview } from '../../services/engine-services.js';
import { links } from '../links.js';
import type { Page } from '../render/page-presenter.js';
import { count, counted } from '../texts/numbers.js';
import { movesOf, stopOf } from './confirm-rule.page.js';
import type { ConfirmRuleModel } from './confirm-rule.page.js';

/** The bulk form as it was sent, and what it would do. */
interface Asked {
  readonly form: {
    readonly type: 'store' | 'group' | 'product';
    readonly mode: FilterMode | 'none';
    readonly scope: 'picked' | 'found';
    readonly id: readonly string[];
    readonly store_id: string | null;
    readonly group_id: string | null;
    readonly q: string;
    readonly state: string;
    readonly reason: string;
  };
  /** Rows that would be changed. */
  readonly count: number;
  readonly preview: RulePreview;
  readonly back: string;
}

const NOUNS = {
  store: ['магазин', 'магазина', 'магазинов'],
  group: ['группу', 'группы', 'групп'],
  product: ['товар', 'товара', 'товаров'],
} as const;

const VERBS = { include: 'Включить', exclude: 'Исключить', none: 'Убрать правило' } as const;

/** Asks before one rule for many rows is saved. */
export function confirmBulkPage({ form, count: n, preview, back }: Asked): Page & { model: ConfirmRuleModel } {
  const { movedIn, movedOut, othersMoved, othersIn, opensOthers } = preview;
  const ownIn = movedIn - othersIn;
  const ownOut = movedOut - (othersMoved - othersIn);
  const fields: readonly (readonly [name: string, value: string])[] = [
    ['type', form.type],
    ['mode', form.mode],
    ['scope', form.scope],
    ['store_id', form.store_id ?? ''],
    ['group_id', form.group_id ?? ''],
    ['q', form.q],
    ['state', form.state],
    ['reason', form.reason],
    ['expected', String(n)],
    ['back', back],
    ...form.id.map(id => ['id', id] as const),
  ];
  return {
    view: 'catalogue/confirm-rule',
    title: 'Изменится сразу много строк',
    section: 'catalogue',
    model: {
      heading: headingOf(form.mode, rowsOf(form.type, n)),
      lines: [
        ownText(ownIn, ownOut),
        ...(opensOthers > 0
          ? ['Белого списка больше не будет, и публиковаться станет всё, что не исключено.']
          : form.mode === 'include' && othersMoved > 0
            ? [
                'Отбор станет белым списком: публиковаться будет только включённое, остальное нет, пока вы не включите и его.',
              ]
            : []),
        ...movesOf(preview),
        'Витрина VK изменится при следующем обмене. Вернуть, как было, можно так же: отметить строки и убрать правило.',
      ],
      action: links.bulk,
      fields: fields.filter(([, value]) => value !== ''),
      save: opensOthers > 0 ? `Опубликовать остальные ${count(opensOthers)}` : 'Сохранить',
      stop: stopOf(opensOthers),
      back,
    },
  };
}

/** What becomes of the chosen rows themselves, in goods. */
function ownText(movedIn: number, movedOut: number): string {
  const parts = [
    ...(movedIn > 0 ? [`${counted(movedIn, 'товар войдёт', 'товара войдут', 'товаров войдут')} в отбор`] : []),
    ...(movedOut > 0 ? [`${counted(movedOut, 'товар выйдет', 'товара выйдут', 'товаров выйдут')} из отбора`] : []),
  ];
  return parts.length === 0 ? 'Сами эти строки останутся, где были.' : `Из них ${parts.join(', ')}.`;
}

function rowsOf(type: Asked['form']['type'], n: number): string {
  const [one, few, many] = NOUNS[type];
  return counted(n, one, few, many);
}

const headingOf = (mode: FilterMode | 'none', rows: string): string =>
  mode === 'none' ? `${VERBS[mode]}: ${rows}?` : `${VERBS[mode]} ${rows}?`;
