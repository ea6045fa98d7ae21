import type { Effective, EntityType } from './types.js';

/** Noun and the gendered words that go with it, per entity type. */
const WORDS: Record<EntityType, { noun: string; included: string; excluded: string }> = {
  store: { noun: 'магазин', included: 'включён', excluded: 'исключён' },
  group: { noun: 'группа', included: 'включена', excluded: 'исключена' },
  product: { noun: 'товар', included: 'включён', excluded: 'исключён' },
};

/** Why an entity is in or out, as part of a Russian sentence: «исключена группа «Чай»». Begins small, ends without a dot. */
export function selectionSentence(effective: Effective): string {
  const { level, because, name } = effective.reason;
  const words = WORDS[level];
  const named = name === '' ? words.noun : `${words.noun} «${name}»`;
  switch (because) {
    case 'included':
      return `${words.included} ${named}`;
    case 'excluded':
      return `${words.excluded} ${named}`;
    case 'not_on_white_list':
      return `${named} не входит в список включённых`;
    case 'default':
      return 'нет правила, публикуется по умолчанию';
  }
}
