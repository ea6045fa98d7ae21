import type { BeatRecord } from '../../../db/repositories/clock-beats.repository.js';
import { clockState, intervalOf, SCHEDULE_IDS } from '../../../domain/clock/schedules.js';
import type { ScheduleView } from '../durable-side.js';
import type { ScheduleHealth } from './health-contracts.js';

const NEVER = { lastAt: null, pausedAt: null, pausedBy: null } as const;

/** Each Schedule with what both sides say of it. Temporal knows best whether it is paused, the database when its work was done. */
export function clockHealth(
  beats: readonly BeatRecord[],
  views: readonly ScheduleView[] | null,
  { healthIntervalMs, nowMs }: { readonly healthIntervalMs: number; readonly nowMs: number },
): readonly ScheduleHealth[] {
  return SCHEDULE_IDS.map(id => {
    const intervalMs = intervalOf(id, healthIntervalMs);
    const { lastAt, ...marked } = beats.find(beat => beat.id === id) ?? NEVER;
    const view = views?.find(one => one.id === id) ?? null;
    const isPaused = view === null ? marked.pausedAt !== null : view.isPaused;
    const pausedAt = isPaused ? (marked.pausedAt ?? new Date(nowMs)) : null;
    const beat = { lastAt: lastAt ?? view?.lastAt ?? null, pausedAt };
    return {
      id,
      intervalMs,
      state: view?.isThere === false ? 'missing' : clockState(beat, intervalMs, nowMs),
      ...beat,
      pausedBy: isPaused ? marked.pausedBy : null,
      nextAt: view?.nextAt ?? null,
      isActing: view?.isActing ?? false,
      note: isPaused ? (view?.note ?? '') : '',
    };
  });
}
