import type { FilterMode } from '../../domain/selection/types.js';
import { selectionSentence } from '../../domain/selection/selection-sentence.js';
import type { FilterState, ToggleOutcome } from '../../services/web-services.js';
import { counted } from '../texts/numbers.js';

/** A switch that works without scripts: a button of a form. It shows the effective state. */
export interface Switch {
  readonly action: string;
  readonly isOn: boolean;
  /** What the press sends. */
  readonly value: '0' | '1';
  readonly label: string;
  readonly word: string;
}

export const switchOf = (state: FilterState, action: string, label: string): Switch => ({
  action,
  isOn: state.effective.selected,
  value: state.effective.selected ? '0' : '1',
  label,
  word: state.effective.selected ? 'вкл' : 'выкл',
});

/** The choices of the rule menu, the present one marked. One button sends all three values. */
export interface RuleChoice {
  readonly value: string;
  readonly label: string;
  readonly isCurrent: boolean;
}

const CHOICES: readonly (readonly [FilterMode | 'none', string])[] = [
  ['include', 'Включить в синхронизацию'],
  ['exclude', 'Исключить из синхронизации'],
  ['none', 'Убрать правило'],
];

/** `entityType|mode|entityId`, so that one form serves a whole table. The id comes last: it may hold anything. */
export function ruleChoices(type: 'store' | 'group' | 'product', id: string, { rule }: FilterState): RuleChoice[] {
  return CHOICES.map(([mode, label]) => ({
    value: `${type}|${mode}|${id}`,
    label,
    isCurrent: (rule ?? 'none') === mode,
  }));
}

/** What a switch did, said on the next page. */
export function toggleText(
  kind: 'store' | 'group',
  wanted: boolean,
  { name, selected, othersChanged, reason }: ToggleOutcome,
): string {
  if (selected !== wanted) {
    const stays = kind === 'store' ? `Магазин «${name}» остаётся` : `Группа «${name}» остаётся`;
    return `${stays} ${selected ? 'в отборе' : 'вне отбора'}: ${selectionSentence({ selected, reason })}.`;
  }
  const head =
    kind === 'store'
      ? `Магазин «${name}» ${selected ? 'включён' : 'выключен'}.`
      : `Группа «${name}» ${selected ? 'включена' : 'выключена'}.`;
  if (othersChanged === 0) return head;
  const others =
    kind === 'store'
      ? counted(othersChanged, 'магазин изменил', 'магазина изменили', 'магазинов изменили')
      : counted(othersChanged, 'группа изменила', 'группы изменили', 'групп изменили');
  return `${head} Из-за этого ещё ${others} состояние.`;
}
