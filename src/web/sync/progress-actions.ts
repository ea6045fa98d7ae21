import type { SyncOverview } from '../../services/web-services.js';
import { links } from '../links.js';
import { isActive } from './job-words.js';

/** What can be done to the run under way. */
export interface ProgressActions {
  readonly cancelHref: string;
  /** Ends the run and lets no other begin; only what the clock would start again needs it. */
  readonly canPause: boolean;
}

/** `null` = nothing runs. */
export function progressActions({ current, isEnabled, confirmedAt, pausedAt }: SyncOverview): ProgressActions | null {
  if (current === null || !isActive(current)) return null;
  return {
    cancelHref: links.cancel(current.id),
    canPause: current.kind === 'sync' && isEnabled && confirmedAt !== null && pausedAt === null,
  };
}
