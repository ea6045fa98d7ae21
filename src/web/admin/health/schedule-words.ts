import type { ScheduleId } from '../../../domain/clock/schedules.js';
import type { ScheduleHealth } from '../../../services/admin/health/health-contracts.js';
import type { Chip } from '../../render/chip.js';
import { chip } from '../../render/chip.js';

/** What each Schedule does, and what stands still without it. */
export const SCHEDULE_WORDS: Readonly<Record<ScheduleId, { readonly name: string; readonly does: string }>> = {
  dispatch: { name: 'Обмены по расписанию', does: 'начинает обмены продавцов, чей срок подошёл' },
  health: { name: 'Проверка подключений', does: 'проверяет связь с Эвотор и VK, завершает застрявшие обмены' },
  tokens: { name: 'Продление ключей VK', does: 'продлевает ключи, которыми давно не пользовались' },
  notices: { name: 'Письма продавцам', does: 'пишет о том, что требует ответа' },
  prune: { name: 'Уборка', does: 'ночью удаляет старые строки журналов' },
};

export const STATE_CHIPS: Readonly<Record<ScheduleHealth['state'], Chip>> = {
  running: chip('fine', 'check-circle-fill', 'Работает'),
  paused: chip('need', 'pause-circle-fill', 'На паузе'),
  late: chip('broken', 'exclamation-circle-fill', 'Опаздывает'),
  missing: chip('broken', 'x-circle-fill', 'Удалено'),
  unknown: chip('neutral', 'hourglass-split', 'Ещё не было'),
};
