import type { Random } from '../../sandbox/world/random.js';

/** Names of the till's groups; the last one is taken off the exchange by a rule. */
export const GROUPS = ['Чай', 'Кофе', 'Посуда'] as const;
export const DESELECTED_GROUP = 'Склад';

/** Why a good must not be seen by a buyer; `null` = it must be. */
export type Absence = 'restricted' | 'deselected' | 'unpriced' | 'unsold' | 'gone' | 'taken_off_by_hand';

/** A good as the run knows it, written down beside the till, so that what should be in the shop follows without the product. */
export interface TillGood {
  readonly id: string;
  name: string;
  /** The till's own text; `null` = none. */
  text: string | null;
  kopecks: number;
  group: string;
  absence: Absence | null;
  /** What the merchant set by hand in VK and EvoSync must leave alone. */
  title?: string;
}

const NOUNS = ['Улун', 'Сенча', 'Арабика', 'Чашка', 'Пиала', 'Эспрессо', 'Каркаде', 'Поднос'];
const TRAITS = ['«Полдень»', '«Север»', '«Ручей»', '«Янтарь»', '«Туман»'];

/** A good with a name of its own: `row` is part of it. */
export function newGood(random: Random, row: number, group: string, absence: Absence | null = null): TillGood {
  return {
    id: random.uuid(),
    name: `${random.pick(NOUNS)} ${random.pick(TRAITS)} ${String(row).padStart(4, '0')}`,
    text: random.chance(0.5) ? `Описание с кассы, строка ${row}` : null,
    kopecks: random.int(5000, 300_000),
    group,
    absence,
  };
}

/** So many goods for sale, and some that must never reach the shop. */
export function tillGoods(random: Random, count: number): TillGood[] {
  const good = newGood.bind(null, random);
  const sold = Array.from({ length: count }, (_, row) => good(row + 1, GROUPS[row % GROUPS.length] ?? GROUPS[0]));
  const never = (['restricted', 'restricted', 'unpriced', 'unsold'] as const).map((absence, index) =>
    good(9000 + index, GROUPS[0], absence),
  );
  return [...sold, ...never, good(9100, DESELECTED_GROUP, 'deselected'), good(9101, DESELECTED_GROUP, 'deselected')];
}

/** The fields with which the good is made at the till; `groupId` as the till knows it. */
export function tillFields(good: TillGood, groupId: string): Record<string, unknown> {
  return {
    id: good.id,
    name: good.name,
    description: good.text,
    price: good.absence === 'unpriced' ? 0 : good.kopecks / 100,
    measure_name: 'шт',
    type: good.absence === 'restricted' ? 'ALCOHOL_MARKED' : 'NORMAL',
    allow_to_sell: good.absence !== 'unsold',
    quantity: 7,
    parent_id: groupId,
  };
}
