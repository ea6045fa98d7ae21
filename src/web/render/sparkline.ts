import type { DayOfRuns } from '../../services/overview/overview-contracts.js';
import { counted } from '../texts/numbers.js';

/** One day of the line: a column of made, changed and failed, stacked from the ground. */
export interface SparkDay {
  readonly x: number;
  readonly bars: readonly {
    readonly kind: 'made' | 'changed' | 'failed';
    readonly y: number;
    readonly height: number;
  }[];
}

/** Runs of the last days as columns, ready to print as SVG, with the same in words. */
export interface Sparkline {
  readonly width: number;
  readonly height: number;
  readonly barWidth: number;
  readonly days: readonly SparkDay[];
  readonly firstDay: string;
  readonly lastDay: string;
  /** For those who do not see it. */
  readonly text: string;
}

const STEP = 20;
const BAR = 14;
const HEIGHT = 48;
/** A day with anything at all is seen, however tall the others are. */
const LEAST = 3;

/** `null` when nothing ran on any of the days. */
export function sparkline(days: readonly DayOfRuns[]): Sparkline | null {
  if (days.every(({ runs }) => runs === 0)) return null;
  const most = Math.max(1, ...days.map(({ created, changed, failed }) => created + changed + failed));
  const words = (pick: (day: DayOfRuns) => number, ...noun: [one: string, few: string, many: string]): string =>
    counted(
      days.reduce((total, day) => total + pick(day), 0),
      ...noun,
    );
  return {
    width: Math.max(0, days.length * STEP - (STEP - BAR)),
    height: HEIGHT,
    barWidth: BAR,
    days: days.map((day, index) => ({ x: index * STEP, bars: barsOf(day, most) })),
    firstDay: dayText(days[0]?.day ?? ''),
    lastDay: dayText(days.at(-1)?.day ?? ''),
    text: [
      `За ${counted(days.length, 'день', 'дня', 'дней')}: ${words(({ runs }) => runs, 'обмен', 'обмена', 'обменов')}`,
      `добавлено ${words(({ created }) => created, 'товар', 'товара', 'товаров')}`,
      words(({ changed }) => changed, 'изменение', 'изменения', 'изменений'),
      words(({ failed }) => failed, 'неудача', 'неудачи', 'неудач'),
    ].join(', '),
  };
}

function barsOf({ created, changed, failed }: DayOfRuns, most: number): SparkDay['bars'] {
  let top = HEIGHT;
  const parts = [
    ['made', created],
    ['changed', changed],
    ['failed', failed],
  ] as const;
  return parts
    .filter(([, n]) => n > 0)
    .map(([kind, n]) => {
      const height = Math.max(LEAST, Math.round((n / most) * (HEIGHT - 2 * LEAST)));
      top -= height;
      return { kind, y: Math.max(0, top), height };
    });
}

const DAY = new Intl.DateTimeFormat('ru-RU', { day: 'numeric', month: 'long', timeZone: 'UTC' });
const dayText = (day: string): string => (day === '' ? '' : DAY.format(new Date(`${day}T00:00:00Z`)));
