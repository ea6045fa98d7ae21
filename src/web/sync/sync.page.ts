import type { ShopQuota } from '../../services/sync/preview/preview-contracts.js';
import type { SyncOverview } from '../../services/web-services.js';
import type { ErrorSummary, Field, FieldErrors } from '../forms/field.js';
import { errorSummary } from '../forms/field.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { Moment } from '../texts/moments.js';
import { upcomingMoment } from '../texts/moments.js';
import { counted } from '../texts/numbers.js';
import type { Need, Told } from './needs.page.js';
import type { Questions } from './needs.page.js';
import { NO_QUESTIONS, missingNeeds, needsOf, pressing } from './needs.page.js';
import type { NumberTile } from './numbers.page.js';
import { numberTiles } from './numbers.page.js';
import type { ProgressActions } from './progress-actions.js';
import { progressActions } from './progress-actions.js';
import type { ProgressModel } from './progress.page.js';
import { progressModel } from './progress.page.js';
import type { TryModel } from './settings-try.page.js';
import type { SettingsModel, TypedSettings } from './settings.page.js';
import { settingsModel } from './settings.page.js';
import type { StartModel, TypedPilot } from './start-model.js';
import { confirmModel, pilotField } from './start-model.js';

export interface SyncModel {
  readonly status: Chip;
  readonly sentence: string;
  readonly isEnabled: boolean;
  readonly confirm: StartModel | null;
  readonly canRun: boolean;
  readonly canPreview: boolean;
  /** How many goods to try first; `null` = the first run is over, or cannot be yet. */
  readonly pilot: Field | null;
  /** What can be done to the run under way; `null` = none runs. */
  readonly actions: ProgressActions | null;
  /** `null` = there is nothing to pause, or the run under way is paused beside its progress. */
  readonly isPaused: boolean | null;
  readonly summary: ErrorSummary | null;
  readonly warnings: readonly Need[];
  readonly nextAt: Moment | null;
  readonly progress: ProgressModel;
  /** `null` = the till has not been read yet. */
  readonly numbers: readonly NumberTile[] | null;
  readonly rules: string;
  readonly settings: SettingsModel;
  /** The parts of the settings, to jump to. */
  readonly contents: readonly { readonly href: string; readonly label: string }[];
  readonly tried: TryModel;
}

const STATES = {
  not_connected: {
    status: chip('neutral', 'dash-circle', 'Не настроено'),
    sentence: 'Подключите кассу и сообщество, и обмен можно будет запустить.',
  },
  not_switched_on: {
    status: chip('neutral', 'dash-circle', 'Не настроено'),
    sentence: 'Включите обмен, и его можно будет запустить.',
  },
  awaiting_confirmation: {
    status: chip('need', 'hand-index', 'Настроено, ожидает подтверждения'),
    sentence: 'Пока вы не подтвердите запуск, в VK ничего не отправляется.',
  },
  active: {
    status: chip('fine', 'check-circle-fill', 'Активна'),
    sentence: 'Изменения на кассе появляются в VK сами.',
  },
  paused: {
    status: chip('need', 'pause-circle-fill', 'На паузе'),
    sentence: 'Изменения на кассе не попадают в VK, пока вы не продолжите.',
  },
  off: {
    status: chip('neutral', 'slash-circle', 'Выключена'),
    sentence: 'Обмен выключен. Товары в VK остались как есть.',
  },
} as const satisfies Record<string, { status: Chip; sentence: string }>;

function shownState(sync: SyncOverview, isConnected: boolean): keyof typeof STATES {
  if (!isConnected) return 'not_connected';
  if (sync.confirmedAt === null) return sync.isEnabled ? 'awaiting_confirmation' : 'not_switched_on';
  if (!sync.isEnabled) return 'off';
  return sync.pausedAt === null ? 'active' : 'paused';
}

interface Typed {
  readonly values: TypedSettings;
  readonly errors: FieldErrors;
}

/** What the page is made of. */
export interface SyncGiven {
  readonly sync: SyncOverview;
  readonly now: Date;
  readonly questions?: Questions;
  /** Notices that stand open. */
  readonly notices?: Told['notices'];
  readonly quota?: ShopQuota | null;
  readonly tried: TryModel;
  readonly typed?: Typed;
  readonly pilot?: TypedPilot;
}

export function syncPage({
  sync,
  now,
  questions = NO_QUESTIONS,
  notices = [],
  quota = null,
  tried,
  typed,
  pilot,
}: SyncGiven): Page & {
  model: SyncModel;
} {
  const progress = progressModel(sync, now, quota);
  const actions = progressActions(sync);
  const isConnected = sync.evotor.connection !== null && sync.vk.connection !== null;
  const state = shownState(sync, isConnected);
  return {
    view: 'sync/sync',
    title: 'Синхронизация',
    section: 'sync',
    isLive: true,
    showsNeeds: true,
    model: {
      ...STATES[state],
      isEnabled: sync.isEnabled,
      confirm: sync.confirmedAt === null ? confirmModel(sync, isConnected) : null,
      canRun: state === 'active' && !progress.isActive,
      canPreview: isConnected && !progress.isActive,
      isPaused: canPauseHere(state, actions) ? state === 'paused' : null,
      pilot:
        sync.confirmedAt === null && isConnected && !progress.isActive && sync.numbers.selected > 0
          ? pilotField(pilot)
          : null,
      actions,
      summary: pilot === undefined || pilot.error === null ? null : errorSummary({ count: pilot.error }),
      warnings: warningsOf(sync, questions, { notices, now }),
      nextAt: state === 'active' && sync.nextDueAt !== null ? upcomingMoment(sync.nextDueAt, now) : null,
      progress,
      numbers: sync.numbers.onTill === 0 ? null : numberTiles(sync.numbers),
      rules: sync.numbers.onTill === 0 ? 'Товары с кассы ещё не прочитаны.' : rulesText(sync.rules),
      settings: settingsModel(sync.settings, typed?.values, typed?.errors),
      contents: CONTENTS,
      tried,
    },
  };
}

const canPauseHere = (state: keyof typeof STATES, actions: ProgressActions | null): boolean =>
  state === 'paused' || (state === 'active' && actions?.canPause !== true);

const CONTENTS: SyncModel['contents'] = [
  { href: '#settings-price', label: 'Цена' },
  { href: '#settings-stock', label: 'Остатки' },
  { href: '#settings-text', label: 'Описание и подборки' },
  { href: '#settings-out', label: 'Что не публиковать' },
  { href: '#settings-mode', label: 'Как обмениваться' },
  { href: '#settings-guards', label: 'Защита и пределы' },
];

/** What the overview asks too; the switch itself stands on this page. */
function warningsOf(sync: SyncOverview, questions: Questions, told: Told): Need[] {
  const missing = sync.confirmedAt === null ? missingNeeds(sync) : [];
  return [...missing, ...pressing(needsOf(sync, questions, told)).filter(need => need.action?.href !== '/sync')];
}

function rulesText({ stores, groups, products }: SyncOverview['rules']): string {
  const parts = [
    stores === 0 ? '' : counted(stores, 'магазин', 'магазина', 'магазинов'),
    groups === 0 ? '' : counted(groups, 'группа', 'группы', 'групп'),
    products === 0 ? '' : counted(products, 'товар', 'товара', 'товаров'),
  ].filter(part => part !== '');
  return parts.length === 0 ? 'Правил нет: отобрано всё, что есть на кассе.' : `Правила заданы: ${parts.join(', ')}.`;
}
