import type { SyncOverview } from '../../services/web-services.js';
import { goods } from '../texts/numbers.js';

/** One step of the set-up. */
export interface Step {
  readonly title: string;
  readonly text: string;
  readonly state: 'done' | 'open' | 'later';
  /** For those who listen to the page. */
  readonly stateWord: string;
  readonly action: { readonly href: string; readonly label: string } | null;
  readonly second: { readonly href: string; readonly label: string } | null;
}

interface Draft {
  readonly title: string;
  readonly isDone: boolean;
  readonly done: string;
  readonly open: string;
  readonly action: NonNullable<Step['action']>;
  readonly second?: NonNullable<Step['second']>;
}

const STATE_WORDS: Readonly<Record<Step['state'], string>> = { done: 'сделано', open: 'сейчас', later: 'потом' };

/** The set-up as a list with one open step; `null` once the first run is confirmed. */
export function checklist(sync: SyncOverview): Step[] | null {
  if (sync.confirmedAt !== null) return null;
  const drafts = stepsOf(sync);
  const open = drafts.findIndex(step => !step.isDone);
  return drafts.map((draft, index) => {
    const state = draft.isDone ? 'done' : index === open ? 'open' : 'later';
    return {
      title: draft.title,
      text: state === 'done' ? draft.done : draft.open,
      state,
      stateWord: STATE_WORDS[state],
      action: state === 'open' ? draft.action : null,
      second: state === 'open' ? (draft.second ?? null) : null,
    };
  });
}

function stepsOf({ evotor, vk, rules, numbers }: SyncOverview): Draft[] {
  const hasRules = rules.stores + rules.groups + rules.products > 0;
  return [
    {
      title: 'Подключите кассу Эвотор',
      isDone: evotor.connection !== null,
      done: evotor.connection?.detail ?? '',
      open: 'Отсюда мы берём товары, цены и остатки. На кассе ничего не меняем.',
      action: { href: '/evotor', label: 'Подключить кассу' },
    },
    {
      title: 'Подключите сообщество ВКонтакте',
      isDone: vk.connection !== null,
      done: vk.connection?.detail ?? '',
      open: 'Сюда мы отправляем товары. Пока вы не подтвердите запуск, в VK ничего не меняется.',
      action: { href: '/vk', label: 'Подключить ВКонтакте' },
    },
    {
      title: 'Выберите, что показывать в VK',
      isDone: hasRules,
      done: `Отобрано ${goods(numbers.selected)} из ${numbers.onTill}.`,
      open:
        numbers.onTill === 0
          ? 'Включите магазины и группы, которые должны попасть в витрину.'
          : `Сейчас отобрано всё, что есть на кассе: ${goods(numbers.selected)}. Лишнее можно исключить.`,
      action: { href: '/catalog/stores', label: 'Выбрать в каталоге' },
      second: { href: '/sync', label: 'Оставить всё и перейти к запуску' },
    },
    {
      title: 'Подтвердите и запустите',
      isDone: false,
      done: '',
      open: 'Последний шаг: после него обмен идёт сам.',
      action: { href: '/sync', label: 'Перейти к запуску' },
    },
  ];
}
