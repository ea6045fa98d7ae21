/** Where a subscription stood by its latest event. */
export interface SubscriptionMark {
  readonly id: string;
  /** Counts from 1 within one subscription. */
  readonly sequence: number;
  /** Event time, epoch milliseconds. */
  readonly at: number;
  readonly type: string;
}

/** What Evotor has told of our app on one account; times are of its events (epoch milliseconds), never of their arrival. */
export interface AppLife {
  readonly installedAt: number | null;
  readonly uninstalledAt: number | null;
  readonly subscription: SubscriptionMark | null;
}

export type EndedCode = 'EVOTOR.APP_REMOVED' | 'EVOTOR.SUBSCRIPTION_ENDED';

/** The life after the app came or went. Of each kind the latest counts, so repeats and late ones change nothing. */
export function withInstallation(
  life: AppLife,
  event: { readonly isInstalled: boolean; readonly at: number },
): AppLife {
  const field = event.isInstalled ? 'installedAt' : 'uninstalledAt';
  const known = life[field];
  return known !== null && known >= event.at ? life : { ...life, [field]: event.at };
}

/** The life after an event of a subscription. Within one subscription its number tells the order, between two the time. */
export function withSubscription(life: AppLife, event: SubscriptionMark): AppLife {
  const known = life.subscription;
  if (known === null) return { ...life, subscription: event };
  const isNewer = known.id === event.id ? event.sequence > known.sequence : event.at > known.at;
  return isNewer ? { ...life, subscription: event } : life;
}

/**
 * Why the till may not be read any more; `null` = it may. An app that nobody has told us of counts as installed, and one
 * that was installed after its subscription ended has begun a new life, whatever became of the events in between.
 */
export function endedCode({ installedAt, uninstalledAt, subscription }: AppLife): EndedCode | null {
  const bornAt = installedAt ?? Number.NEGATIVE_INFINITY;
  if (uninstalledAt !== null && uninstalledAt >= bornAt) return 'EVOTOR.APP_REMOVED';
  const isOver = subscription?.type === 'SubscriptionTerminated' && subscription.at >= bornAt;
  return isOver ? 'EVOTOR.SUBSCRIPTION_ENDED' : null;
}
