import type { FilterMode } from '../../domain/selection/types.js';
import type { RulePreview } from '../../services/engine-services.js';
import type { Page } from '../render/page-presenter.js';
import { count, counted } from '../texts/numbers.js';

export interface ConfirmRuleModel {
  readonly heading: string;
  /** Why other goods move, and how many. */
  readonly lines: readonly string[];
  readonly action: string;
  /** The form as it was sent, to be sent again with `confirmed`. */
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly save: string;
  /** Saves the change and stops the exchange; `null` = nothing is opened by the change. */
  readonly stop: { readonly label: string; readonly hint: string } | null;
  readonly back: string;
}

/** A change that was asked for: a switch that was pressed, or a rule from the menu. */
interface Asked {
  readonly type: 'store' | 'group' | 'product';
  readonly wish: 'on' | 'off' | FilterMode | 'none';
  readonly preview: RulePreview;
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly back: string;
}

const VERBS = { on: 'Включить', off: 'Выключить', include: 'Включить', exclude: 'Исключить' } as const;

const WORDS = {
  store: { noun: 'магазин', of: 'магазина', last: 'последний включённый магазин', only: 'магазины' },
  group: { noun: 'группу', of: 'группы', last: 'последняя включённая группа', only: 'группы' },
  product: { noun: 'товар', of: 'товара', last: 'последний включённый товар', only: 'товары' },
} as const;

/** Asks before a change that moves other goods in or out is saved (spec §1). */
export function confirmRulePage(asked: Asked): Page & { model: ConfirmRuleModel } {
  const { preview, action, fields, back } = asked;
  const { opensOthers } = preview;
  return {
    view: 'catalogue/confirm-rule',
    title: 'Изменятся и другие товары',
    section: 'catalogue',
    model: {
      heading: headingOf(asked),
      lines: [reasonOf(asked), ...movesOf(preview), 'Витрина VK изменится при следующем обмене.'],
      action,
      fields,
      save: opensOthers > 0 ? `Опубликовать остальные ${count(opensOthers)}` : 'Сохранить',
      stop: stopOf(opensOthers),
      back,
    },
  };
}

/** The other way out of a change that opens goods; `null` = it opens none. */
export const stopOf = (opensOthers: number): ConfirmRuleModel['stop'] =>
  opensOthers > 0
    ? {
        label: 'Остановить обмен',
        hint: 'Если публиковать остальные не нужно, остановите обмен: изменение сохранится, а товары в VK останутся как есть.',
      }
    : null;

function headingOf({ type, wish, preview: { name } }: Asked): string {
  const named = name === '' ? '' : ` «${name}»`;
  if (wish === 'none') return `Убрать правило ${WORDS[type].of}${named}?`;
  return `${VERBS[wish]} ${WORDS[type].noun}${named}?`;
}

/** Others go out on an include only because a white list begins, and come in by `opensOthers` only because it ends. */
function reasonOf({ type, wish, preview: { othersMoved, othersIn, opensOthers } }: Asked): string {
  const words = WORDS[type];
  if (opensOthers > 0)
    return `Это ${words.last}. Белого списка больше не будет, и публиковаться станет всё, что не исключено.`;
  if ((wish === 'on' || wish === 'include') && othersMoved > othersIn)
    return `Отбор станет белым списком: публиковаться будут только включённые ${words.only}, остальные нет, пока вы не включите и их.`;
  return 'Эта же группа есть и в других магазинах: правило действует во всех.';
}

/** How many other goods come in and go out. */
export function movesOf({ othersMoved, othersIn }: RulePreview): string[] {
  const othersOut = othersMoved - othersIn;
  const lines: string[] = [];
  if (othersIn > 0)
    lines.push(
      `${counted(othersIn, 'другой товар войдёт', 'других товара войдут', 'других товаров войдут')} в отбор на публикацию.`,
    );
  if (othersOut > 0)
    lines.push(
      `${counted(othersOut, 'другой товар выйдет', 'других товара выйдут', 'других товаров выйдут')} из отбора на публикацию.`,
    );
  return lines;
}
