import type { StopReason } from '../../domain/sync/job-outcome.js';
import type { PhaseControl } from './sync-deps.js';

/** Leaves a read in the middle because the run is to end; whoever began the read catches it. */
export class ReadStop extends Error {
  override readonly name = 'ReadStop';

  constructor(readonly stop: StopReason) {
    super(stop.code);
  }
}

/** A boundary between two steps of a read. Throws {@link ReadStop} when the run was paused or cancelled meanwhile. */
export async function passBoundary(control: PhaseControl): Promise<void> {
  const stop = (await control.stopWanted?.()) ?? null;
  if (stop !== null) throw new ReadStop(stop);
}
