import type { SyncOverview } from '../../services/web-services.js';
import type { Field } from '../forms/field.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import type { Moment } from '../texts/moments.js';
import { upcomingMoment } from '../texts/moments.js';
import { isActive } from './job-words.js';
import { progressActions } from './progress-actions.js';
import type { StartModel, TypedPilot } from './start-model.js';
import { confirmModel, pilotField } from './start-model.js';

/** How the exchange stands and what can be done about it: the top of its page, replaced when a run ends. */
export interface MasterModel {
  readonly status: Chip;
  readonly sentence: string;
  readonly isEnabled: boolean;
  readonly confirm: StartModel | null;
  readonly canRun: boolean;
  readonly canPreview: boolean;
  /** How many goods to try first; `null` = the first run is over, or cannot be yet. */
  readonly pilot: Field | null;
  /** `null` = there is nothing to pause, or the run under way is paused beside its progress. */
  readonly isPaused: boolean | null;
  readonly nextAt: Moment | null;
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

export function masterModel(sync: SyncOverview, now: Date, pilot?: TypedPilot): MasterModel {
  const isConnected = sync.evotor.connection !== null && sync.vk.connection !== null;
  const isRunning = sync.current !== null && isActive(sync.current);
  const state = shownState(sync, isConnected);
  const mayTry = sync.confirmedAt === null && isConnected && !isRunning && sync.numbers.selected > 0;
  return {
    ...STATES[state],
    isEnabled: sync.isEnabled,
    confirm: sync.confirmedAt === null ? confirmModel(sync, isConnected) : null,
    canRun: state === 'active' && !isRunning,
    canPreview: isConnected && !isRunning,
    isPaused: canPauseHere(state, sync) ? state === 'paused' : null,
    pilot: mayTry ? pilotField(pilot) : null,
    nextAt: state === 'active' && sync.nextDueAt !== null ? upcomingMoment(sync.nextDueAt, now) : null,
  };
}

function shownState(sync: SyncOverview, isConnected: boolean): keyof typeof STATES {
  if (!isConnected) return 'not_connected';
  if (sync.confirmedAt === null) return sync.isEnabled ? 'awaiting_confirmation' : 'not_switched_on';
  if (!sync.isEnabled) return 'off';
  return sync.pausedAt === null ? 'active' : 'paused';
}

const canPauseHere = (state: keyof typeof STATES, sync: SyncOverview): boolean =>
  state === 'paused' || (state === 'active' && progressActions(sync)?.canPause !== true);
