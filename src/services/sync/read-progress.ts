import { noteTillRead, type TillReadStep } from '../../db/repositories/till-reads.repository.js';
import type { UserId } from '../../domain/brand.js';
import type { PhaseControl, SyncDeps } from './sync-deps.js';

/** How often a long read of one store is written down as alive. */
const PULSE_MS = 20_000;

/** Tells the pages how the reading of a till goes on. */
export interface ReadProgress {
  readonly control: PhaseControl;
  readonly note: (step: TillReadStep) => Promise<void>;
}

/** The control of a phase whose signs of life the pages see as well. */
export function readProgress(
  { db, now }: Pick<SyncDeps, 'db' | 'now'>,
  userId: UserId,
  control: PhaseControl,
): ReadProgress {
  let notedAt = now();
  const note = (step: TillReadStep): Promise<void> => {
    notedAt = now();
    return noteTillRead(db, userId, step, new Date(notedAt));
  };
  return {
    note,
    control: {
      ...control,
      heartbeat: detail => {
        control.heartbeat(detail);
        // Nobody waits for it, and a page that misses one pulse loses nothing.
        if (now() - notedAt > PULSE_MS) note({ state: 'reading' }).catch(() => undefined);
      },
    },
  };
}
