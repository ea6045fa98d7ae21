import type { SetupFacts, SetupJob } from '../../services/overview/overview-contracts.js';
import type { SyncOverview } from '../../services/web-services.js';
import { links } from '../links.js';
import { counted, goods } from '../texts/numbers.js';

/** A way on from a step: a link, or a form that is sent. */
export type StepAction =
  | { readonly kind: 'link'; readonly href: string; readonly label: string }
  | {
      readonly kind: 'form';
      readonly action: string;
      readonly label: string;
      readonly fields: readonly { readonly name: string; readonly value: string }[];
    };

/** One step of the set-up. */
export interface Step {
  readonly title: string;
  readonly text: string;
  readonly state: 'done' | 'open' | 'later';
  /** For those who listen to the page. */
  readonly stateWord: string;
  readonly action: StepAction | null;
  readonly second: StepAction | null;
}

interface Draft {
  readonly title: string;
  readonly isDone: boolean;
  readonly done: string;
  readonly open: string;
  readonly action: StepAction;
  readonly second?: StepAction;
}

const STATE_WORDS: Readonly<Record<Step['state'], string>> = { done: 'сделано', open: 'сейчас', later: 'потом' };
/** Goods of the first try that is offered. */
const PILOT_GOODS = 5;

const link = (href: string, label: string): StepAction => ({ kind: 'link', href, label });
const form = (action: string, label: string, fields: Readonly<Record<string, string>> = {}): StepAction => ({
  kind: 'form',
  action,
  label,
  fields: Object.entries(fields).map(([name, value]) => ({ name, value })),
});

/** The set-up as a list with one open step; `null` once the first run is confirmed. */
export function checklist(sync: SyncOverview, setup: SetupFacts): Step[] | null {
  if (sync.confirmedAt !== null) return null;
  const drafts = [
    tillStep(sync),
    shopStep(sync),
    goodsStep(sync, setup),
    previewStep(setup),
    pilotStep(setup),
    START_STEP,
  ];
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

const tillStep = ({ evotor }: SyncOverview): Draft => ({
  title: 'Подключите кассу Эвотор',
  isDone: evotor.connection !== null,
  done: evotor.connection?.detail ?? '',
  open: 'Отсюда мы берём товары, цены и остатки. На кассе ничего не меняем.',
  action: link('/evotor', 'Подключить кассу'),
  second: link('/demo', 'Посмотреть на примере'),
});

const shopStep = ({ vk }: SyncOverview): Draft => ({
  title: 'Подключите сообщество ВКонтакте',
  isDone: vk.connection !== null,
  done: vk.connection?.detail ?? '',
  open: 'Сюда мы отправляем товары. Пока вы не подтвердите запуск, в VK ничего не меняется.',
  action: link('/vk', 'Подключить ВКонтакте'),
});

function goodsStep({ rules, numbers }: SyncOverview, { goodsChosenAt }: SetupFacts): Draft {
  const isRead = numbers.onTill > 0;
  return {
    title: 'Выберите, что показывать в VK',
    isDone: goodsChosenAt !== null || rules.stores + rules.groups + rules.products > 0,
    done: `Отобрано ${goods(numbers.selected)} из ${numbers.onTill}.`,
    open: isRead
      ? `Сейчас отобрано всё, что есть на кассе: ${goods(numbers.selected)}. Лишнее можно исключить.`
      : 'Мы прочитаем товары с кассы, а вы включите магазины и группы для витрины.',
    action: link('/catalog/stores', isRead ? 'Выбрать в каталоге' : 'Открыть каталог'),
    ...(isRead ? { second: form('/overview/keep-all', 'Оставить всё') } : {}),
  };
}

function previewStep({ previewDone, preview }: SetupFacts): Draft {
  const look = link('/sync/preview', isUnderWay(preview) ? 'Посмотреть, как идёт' : 'Посмотреть предпросмотр');
  return {
    title: 'Посмотрите, что появится в VK',
    isDone: previewDone !== null,
    done: 'Предпросмотр готов, его можно открыть в «Истории».',
    open: jobText(preview, {
      none: 'Покажем каждый товар так, как его увидит покупатель. В VK ничего не отправится.',
      running: 'Считаем предпросмотр. В VK ничего не отправляется.',
      stopped: 'Прошлый предпросмотр не получился. В VK ничего не отправлялось, попробуйте ещё раз.',
    }),
    action: look,
  };
}

function pilotStep({ pilotDone, pilotSkippedAt, pilot }: SetupFacts): Draft {
  const again = form('/sync/pilot', `Попробовать на ${counted(PILOT_GOODS, 'товаре', 'товарах', 'товарах')}`, {
    count: String(PILOT_GOODS),
  });
  return {
    title: 'Попробуйте на нескольких товарах',
    isDone: pilotDone !== null || pilotSkippedAt !== null,
    done: pilotDone === null ? 'Вы пропустили этот шаг.' : 'Первые товары уже стоят в VK.',
    open: jobText(pilot, {
      none: `В VK по-настоящему появятся ${goods(PILOT_GOODS)}, остальное не тронем.`,
      running: 'Первые товары отправляются в VK.',
      stopped:
        pilot?.status === 'unchanged' || pilot?.status === 'success'
          ? 'Прошлой пробе отправлять было нечего: новых товаров для VK не нашлось. Этот шаг можно пропустить.'
          : 'Прошлая проба не дошла до конца. Ничего не потеряно, попробуйте ещё раз.',
    }),
    action: pilot !== null && isUnderWay(pilot) ? link(links.run(pilot.id), 'Посмотреть, как идёт') : again,
    second: form('/overview/skip-pilot', 'Пропустить'),
  };
}

const START_STEP: Draft = {
  title: 'Подтвердите и запустите',
  isDone: false,
  done: '',
  open: 'Последний шаг: после него обмен идёт сам.',
  action: link('/sync', 'Перейти к запуску'),
};

const isUnderWay = (job: SetupJob | null): boolean => job?.status === 'pending' || job?.status === 'running';

/** What a step says of its newest job, as long as none has gone through. */
function jobText(job: SetupJob | null, texts: { none: string; running: string; stopped: string }): string {
  if (job === null) return texts.none;
  return isUnderWay(job) ? texts.running : texts.stopped;
}
