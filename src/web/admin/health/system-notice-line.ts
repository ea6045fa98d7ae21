import type { SystemNotice } from '../../../domain/clock/system-notices.js';
import type { Tone } from '../../render/flash.js';
import { spanText } from '../../texts/durations.js';
import { count } from '../../texts/numbers.js';
import { problemCard } from '../../texts/problem.js';
import { bigSizeText } from './big-size.js';
import { SCHEDULE_WORDS } from './schedule-words.js';

/** Something about the installation, in a sentence. */
export interface SystemNoticeLine {
  readonly code: string;
  readonly tone: Extract<Tone, 'need' | 'broken'>;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** Where the runbook stands: the heading of this name in the operator's manual. */
  readonly runbook: string;
}

/** Wishes of the operator, or the middle of an upgrade: to be known, not to be mended at once. */
const CALM: ReadonlySet<SystemNotice['code']> = new Set(['SYSTEM.SCHEDULE_PAUSED', 'SYSTEM.VERSIONS_MIXED']);

const VENDORS = { vk: 'VK', evotor: 'Эвотор' } as const;

export function systemNoticeLine(notice: SystemNotice): SystemNoticeLine {
  const { what, why, fix } = problemCard(notice.code, valuesOf(notice));
  return {
    code: notice.code,
    tone: CALM.has(notice.code) ? 'need' : 'broken',
    what,
    why,
    fix,
    runbook: `docs/operations/runbook.md#${notice.code.toLowerCase().replace('.', '')}`,
  };
}

function valuesOf(notice: SystemNotice): Readonly<Record<string, string>> {
  switch (notice.code) {
    case 'SYSTEM.TEMPORAL_DOWN':
      return {};
    case 'SYSTEM.SCHEMA_MISMATCH':
      return { migrations: notice.migrations.join(', ') };
    case 'SYSTEM.DISK_FULL':
      return { free: bigSizeText(notice.freeBytes), total: bigSizeText(notice.totalBytes) };
    case 'SYSTEM.NO_POLLERS':
      return { queues: notice.queues.join(', ') };
    case 'SYSTEM.ATTRIBUTES_MISSING':
      return { names: notice.names.join(', ') };
    case 'SYSTEM.SCHEDULE_MISSING':
    case 'SYSTEM.SCHEDULE_PAUSED':
      return { schedule: scheduleName(notice.schedule) };
    case 'SYSTEM.SCHEDULE_LATE':
      return { schedule: scheduleName(notice.schedule), late: spanText(notice.lateMs) };
    case 'SYSTEM.DISPATCH_LAG':
      return { lag: spanText(notice.lagMs), due: count(notice.due) };
    case 'SYSTEM.JOBS_STUCK':
    case 'SYSTEM.LETTERS_FAILING':
      return { count: count(notice.count) };
    case 'SYSTEM.VENDOR_ERRORS':
      return { vendor: VENDORS[notice.vendor], share: count(notice.failed), calls: count(notice.calls) };
    case 'SYSTEM.VERSIONS_MIXED':
      return { versions: notice.versions.join(', ') };
  }
}

const scheduleName = (id: keyof typeof SCHEDULE_WORDS): string => `«${SCHEDULE_WORDS[id].name}» (${id})`;
