import type { QueueHealth } from '../../../services/admin/health/health-contracts.js';
import type { Chip } from '../../render/chip.js';
import { chip } from '../../render/chip.js';
import { spanText } from '../../texts/durations.js';
import { momentOf, type Moment } from '../../texts/moments.js';
import { count, counted } from '../../texts/numbers.js';

export interface QueueRow {
  readonly name: string;
  readonly kind: string;
  readonly chip: Chip;
  readonly workers: string;
  /** Tasks that nobody has taken yet. */
  readonly backlog: string;
}

const KINDS = { workflow: 'ход обменов', activity: 'действия' } as const;

export const queueRows = (queues: readonly QueueHealth[]): readonly QueueRow[] =>
  queues.map(({ name, kind, workers, backlog, backlogAgeMs }) => ({
    name,
    kind: KINDS[kind],
    chip:
      workers.length === 0
        ? chip('broken', 'x-circle-fill', 'Никого')
        : chip('fine', 'check-circle-fill', 'Обслуживается'),
    workers: counted(workers.length, 'процесс', 'процесса', 'процессов'),
    backlog:
      backlog === null
        ? 'неизвестно'
        : backlog === 0
          ? 'пусто'
          : `${count(backlog)}${backlogAgeMs === null ? '' : `, старшее ждёт ${spanText(backlogAgeMs)}`}`,
  }));

export interface WorkerRow {
  readonly version: string;
  readonly name: string;
  readonly queues: string;
  readonly seenAt: Moment | null;
}

/** Each process once, with what it polls; releases side by side, the older name first. */
export function workerRows(queues: readonly QueueHealth[], now: Date): readonly WorkerRow[] {
  const byName = new Map<string, { version: string; name: string; queues: Set<string>; seen: Date | null }>();
  for (const queue of queues) {
    for (const { identity, name, lastSeenAt } of queue.workers) {
      const row = byName.get(name) ?? {
        version: identity?.version ?? 'не назвалась',
        name: identity === null ? name : `${identity.host}, процесс ${identity.pid}`,
        queues: new Set<string>(),
        seen: null,
      };
      row.queues.add(queue.name);
      if (lastSeenAt !== null && (row.seen === null || lastSeenAt > row.seen)) row.seen = lastSeenAt;
      byName.set(name, row);
    }
  }
  return [...byName.values()]
    .sort((a, b) => a.version.localeCompare(b.version) || a.name.localeCompare(b.name))
    .map(({ seen, queues: polled, ...row }) => ({
      ...row,
      queues: [...polled].join(', '),
      seenAt: seen && momentOf(seen, now),
    }));
}
