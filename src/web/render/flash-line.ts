import type { LightLine } from '../connections/lights.js';
import { lightLines } from '../connections/lights.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';
import type { Flash, Tone } from './flash.js';

/** A flash, ready to print. */
export interface FlashLine {
  readonly tone: Tone;
  readonly text: string;
  readonly card: ProblemCard | null;
  readonly lights: readonly LightLine[];
}

const CHECKED = {
  fine: { true: 'Подключено. Всё проверено, можно работать.', false: 'Проверено: всё в порядке.' },
  bad: { true: 'Подключено, но есть что исправить:', false: 'Проверено. Есть что исправить:' },
} as const;

const KEPT = 'Подключено заново: связи с товарами, правила и настройки на месте.';

export function presentFlash(flash: Flash): FlashLine {
  if (flash.kind === 'said') return { tone: flash.tone, text: flash.text, card: null, lights: [] };
  if (flash.kind === 'problem') {
    return { tone: 'broken', text: '', card: problemCard(flash.code, flash.details), lights: [] };
  }
  const words = flash.ok ? CHECKED.fine : CHECKED.bad;
  const said = words[`${flash.connected}`];
  return {
    tone: flash.ok ? 'fine' : 'need',
    text: flash.kept === true ? `${KEPT} ${said}` : said,
    card: null,
    lights: lightLines(flash.lights),
  };
}
