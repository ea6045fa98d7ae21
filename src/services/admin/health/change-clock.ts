import type { Database } from '../../../db/database.js';
import { markPaused } from '../../../db/repositories/clock-beats.repository.js';
import { mustHave, type Actor } from '../../../domain/access/actor.js';
import type { ScheduleId } from '../../../domain/clock/schedules.js';
import { writeAudit } from '../../audit/write-audit.js';
import type { Orchestrator } from '../../orchestrator.js';
import type { SystemHealthService } from './health-contracts.js';

interface Deps {
  readonly db: Database;
  readonly orchestrator: Orchestrator;
  readonly now: () => number;
}

/** Pauses, resumes and triggers Schedules: Temporal first, for only what it has done is written down. */
export function changeClock(
  { db, orchestrator, now }: Deps,
  changed: () => void,
): Pick<SystemHealthService, 'pauseSchedule' | 'resumeSchedule' | 'triggerSchedule'> {
  async function setPaused(actor: Actor, id: ScheduleId, isPaused: boolean): Promise<void> {
    await orchestrator.setPaused(id, isPaused, `${isPaused ? 'paused' : 'resumed'} by ${nameOf(actor)} in EvoSync`);
    await db.transaction(async queries => {
      await markPaused(queries, id, isPaused ? { at: new Date(now()), by: actor.userId } : null);
      await writeAudit(queries, entry(actor, isPaused ? 'clock.pause' : 'clock.resume', id));
    });
    changed();
  }

  return {
    async pauseSchedule(actor, id) {
      mustHave(actor, 'clock.control');
      await setPaused(actor, id, true);
    },
    async resumeSchedule(actor, id) {
      mustHave(actor, 'clock.control');
      await setPaused(actor, id, false);
    },
    async triggerSchedule(actor, id) {
      mustHave(actor, 'clock.control');
      await orchestrator.trigger(id);
      await writeAudit(db, entry(actor, 'clock.trigger', id));
    },
  };
}

/** Temporal keeps no names of people: a number says who, to whoever may look it up. */
const nameOf = ({ userId }: Actor): string => (userId === null ? 'the command line' : `user ${userId}`);

const entry = (actor: Actor, action: string, id: ScheduleId): Parameters<typeof writeAudit>[1] => ({
  actor: actor.userId,
  subject: null,
  action,
  entity: `schedule:${id}`,
  before: null,
  after: null,
  origin: actor.origin,
});
