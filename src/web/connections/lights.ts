import type { IconName } from '../assets/icon-names.js';
import type { CheckLight, CheckResult } from '../../services/web-services.js';
import type { Tone } from '../render/flash.js';
import type { ProblemCard } from '../texts/problem.js';
import { problemCard } from '../texts/problem.js';

/** One light of a check, ready to print. */
export interface LightLine {
  readonly id: CheckLight['id'];
  readonly label: string;
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
  readonly detail: string;
  /** What is wrong and what to do; `null` when nothing is. */
  readonly card: ProblemCard | null;
}

const LABELS: Readonly<Record<CheckLight['id'], string>> = {
  token: 'Токен принят',
  stores: 'Магазины видны',
  catalogue_right: 'Товары можно читать',
  community: 'Сообщество найдено',
  role: 'Ваша роль в сообществе',
  market_right: 'Право «Товары»',
  market_on: 'Раздел «Товары» включён',
  photo_upload: 'Фотографии загружаются',
};

/** Kinds of shops, as VK calls them in its settings. */
export const MARKET_TYPES: Readonly<Record<string, string>> = {
  basic: 'базовые товары',
  base: 'базовые товары',
  advanced: 'расширенные товары',
  pro: 'расширенные товары',
};

const LOOKS = {
  ok: { tone: 'fine', icon: 'check-circle-fill', word: 'да' },
  bad: { tone: 'broken', icon: 'x-circle-fill', word: 'нет' },
  unknown: { tone: 'neutral', icon: 'question-circle', word: 'не удалось проверить' },
} as const satisfies Record<CheckLight['state'], { tone: Tone; icon: IconName; word: string }>;

/** Words of VK for which we have our own. */
const DETAILS: Readonly<Partial<Record<CheckLight['id'], Readonly<Record<string, string>>>>> = {
  role: { 2: 'редактор', 3: 'администратор' },
  market_on: MARKET_TYPES,
};

export function lightLines(lights: readonly CheckLight[]): LightLine[] {
  return lights.map(light => ({
    id: light.id,
    label: LABELS[light.id],
    ...LOOKS[light.state],
    detail: DETAILS[light.id]?.[light.detail] ?? light.detail,
    card: light.code === null ? null : problemCard(light.code),
  }));
}

/** The answer of a check to a program. */
export function checkJson(result: CheckResult): object {
  return {
    ok: result.ok,
    lights: lightLines(result.lights).map(({ id, label, word, detail, card }, index) => ({
      id,
      label,
      state: result.lights[index]?.state,
      word,
      detail,
      problem: card === null ? null : { code: card.code, message: card.what, fix: card.fix },
    })),
  };
}
