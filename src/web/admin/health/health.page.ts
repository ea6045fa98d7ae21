import type { SystemHealth } from '../../../services/admin/health/health-contracts.js';
import type { Page } from '../../render/page-presenter.js';
import { STATUS_CHIPS } from '../../sync/job-words.js';
import type { Chip } from '../../render/chip.js';
import { spanText } from '../../texts/durations.js';
import { momentOf, type Moment } from '../../texts/moments.js';
import { count, counted } from '../../texts/numbers.js';
import { problemCard } from '../../texts/problem.js';
import { jobsHref } from '../jobs/jobs-href.js';
import { exactMoment } from '../logs/log-time.js';
import { serverCards, type ServerCard } from './server-cards.js';
import { scheduleRows, type ScheduleRow } from './schedule-rows.js';
import { systemNoticeLine, type SystemNoticeLine } from './system-notice-line.js';
import { vendorCards, type VendorCard } from './vendor-cards.js';
import { queueRows, workerRows, type QueueRow, type WorkerRow } from './worker-rows.js';

interface RestRow {
  readonly what: string;
  readonly code: string;
  readonly kind: string;
  readonly merchants: string;
  readonly resumeAt: Moment | null;
  /** `null` = there is no list of them. */
  readonly href: string | null;
}

interface WaitingTile {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  readonly isAlarming: boolean;
}

export interface HealthModel {
  readonly at: Moment;
  readonly notices: readonly SystemNoticeLine[];
  readonly servers: readonly ServerCard[];
  readonly schedules: readonly ScheduleRow[];
  /** `null` = Temporal did not say. */
  readonly queues: readonly QueueRow[] | null;
  readonly workers: readonly WorkerRow[];
  readonly waiting: readonly WaitingTile[];
  readonly resting: readonly RestRow[] | null;
  readonly vendors: readonly VendorCard[] | null;
  readonly jobs: readonly { readonly chip: Chip; readonly count: string; readonly href: string | null }[] | null;
  readonly mayControl: boolean;
}

export interface HealthViewer {
  readonly now: Date;
  readonly mayControlClock: boolean;
  readonly maySeeJobs: boolean;
}

/** The installation on one page: what is wrong first, then everything that can be. */
export function healthPage(health: SystemHealth, viewer: HealthViewer): Page & { model: HealthModel } {
  const { now } = viewer;
  return {
    view: 'admin/health',
    title: 'Состояние',
    section: 'admin-health',
    // The page says it all itself, from fresher facts.
    showsNeeds: true,
    refreshSeconds: 60,
    model: {
      at: exactMoment(now),
      notices: health.notices.map(systemNoticeLine),
      servers: serverCards(health),
      schedules: scheduleRows(health.schedules, now),
      queues: health.queues && queueRows(health.queues),
      workers: workerRows(health.queues ?? [], now),
      waiting: waitingTiles(health, now),
      resting: health.resting && health.resting.map(row => restRow(row, viewer)),
      vendors: health.vendors && vendorCards(health.vendors),
      jobs:
        health.jobs &&
        health.jobs.map(({ status, count: n }) => ({
          chip: STATUS_CHIPS[status],
          count: count(n),
          href: viewer.maySeeJobs ? jobsHref({ status }) : null,
        })),
      mayControl: viewer.mayControlClock,
    },
  };
}

function restRow(
  { kind, code, merchants, firstResumeAt }: NonNullable<SystemHealth['resting']>[number],
  { now, maySeeJobs }: HealthViewer,
): RestRow {
  const isParked = kind === 'parked';
  return {
    what: code === '' ? 'Причина не записана' : problemCard(code).what,
    code,
    kind: isParked ? 'продолжится само' : 'ждёт продавца',
    merchants: counted(merchants, 'продавец', 'продавца', 'продавцов'),
    resumeAt: firstResumeAt === null ? null : momentOf(firstResumeAt, now),
    href: isParked && maySeeJobs ? jobsHref({ only: 'parked', reason: code }) : null,
  };
}

/** Longer than this is no ordinary turn any more. */
const LONG_MS = 5 * 60_000;

function waitingTiles({ dispatch, waiting }: SystemHealth, now: Date): readonly WaitingTile[] {
  const tile = (label: string, value: string, note: string, isAlarming: boolean): WaitingTile => ({
    label,
    value,
    note,
    isAlarming,
  });
  const markMs = waiting?.oldestMarkAt == null ? 0 : now.getTime() - waiting.oldestMarkAt.getTime();
  return [
    ...(dispatch === null
      ? []
      : [
          tile(
            'Диспетчер опаздывает',
            dispatch.due === 0 ? 'нет' : spanText(dispatch.lagMs),
            counted(dispatch.due, 'продавец ждёт', 'продавца ждут', 'продавцов ждут'),
            dispatch.lagMs >= LONG_MS,
          ),
        ]),
    ...(waiting === null
      ? []
      : [
          tile(
            'Отметки «касса изменилась»',
            count(waiting.marks),
            waiting.marks === 0 ? 'все разобраны' : `старшей ${spanText(markMs)}`,
            markMs >= LONG_MS,
          ),
          tile('Обмены без движения', count(waiting.stuckJobs), 'больше четверти часа', waiting.stuckJobs > 0),
          tile('Письма не ушли', count(waiting.failingLetters), 'попытки повторяются', waiting.failingLetters > 0),
        ]),
  ];
}
