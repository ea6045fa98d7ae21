import type { ScheduleHealth } from '../../../services/admin/health/health-contracts.js';
import { links } from '../../links.js';
import type { Chip } from '../../render/chip.js';
import { spanText } from '../../texts/durations.js';
import { momentOf, upcomingMoment, type Moment } from '../../texts/moments.js';
import { SCHEDULE_WORDS, STATE_CHIPS } from './schedule-words.js';

export interface ScheduleRow {
  readonly id: string;
  readonly name: string;
  readonly does: string;
  readonly rhythm: string;
  readonly chip: Chip;
  readonly isActing: boolean;
  readonly lastAt: Moment | null;
  readonly nextAt: Moment | null;
  readonly pausedAt: Moment | null;
  /** Who paused it, as far as it is known. */
  readonly pausedBy: string;
  readonly pauseHref: string;
  readonly resumeHref: string;
  readonly triggerHref: string;
  readonly isPaused: boolean;
  /** Pausing it stops merchants: a page asks first. */
  readonly asksToPause: boolean;
  readonly isMissing: boolean;
}

export const scheduleRows = (schedules: readonly ScheduleHealth[], now: Date): readonly ScheduleRow[] =>
  schedules.map(one => ({
    id: one.id,
    ...SCHEDULE_WORDS[one.id],
    rhythm: one.id === 'prune' ? 'каждую ночь' : `раз в ${spanText(one.intervalMs)}`,
    chip: STATE_CHIPS[one.state],
    isActing: one.isActing,
    lastAt: one.lastAt && momentOf(one.lastAt, now),
    nextAt: one.nextAt && upcomingMoment(one.nextAt, now),
    pausedAt: one.pausedAt && momentOf(one.pausedAt, now),
    pausedBy: one.pausedBy ?? one.note,
    pauseHref: links.admin.schedule(one.id, 'pause'),
    resumeHref: links.admin.schedule(one.id, 'resume'),
    triggerHref: links.admin.schedule(one.id, 'trigger'),
    isPaused: one.pausedAt !== null,
    asksToPause: one.id === 'dispatch',
    isMissing: one.state === 'missing',
  }));
