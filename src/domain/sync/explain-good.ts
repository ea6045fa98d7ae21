import type { LinkState } from './compact.js';

/** What is known of one till good and of the exchange it waits for. */
export interface GoodFacts {
  readonly isOnTill: boolean;
  /** `null` = the rules have not looked at it yet. */
  readonly listing: {
    readonly isListed: boolean;
    readonly reasonCode: string | null;
    readonly reasonParams: Readonly<Record<string, string>>;
    /** Why it was held back when the last plan was made. */
    readonly holdCode: string | null;
  } | null;
  readonly link: LinkState;
  /** The last operation that was to bring it into view; `null` = there was none. */
  readonly lastOperation: {
    readonly state: 'planned' | 'sent' | 'done' | 'failed' | 'unknown' | 'skipped';
    readonly errorCode: string | null;
    /** It waits for the merchant's yes. */
    readonly isHeld: boolean;
    readonly brakeCode: string | null;
  } | null;
  /** Why no run may start by itself; `null` = one may. */
  readonly refusedCode: string | null;
  /** Runs only show what they would do: the mode, or the switch. */
  readonly isOnlyShown: boolean;
  readonly isRunning: boolean;
  /** Why the last run ended early; `null` = it did not. */
  readonly lastRunCode: string | null;
}

/** Whether a good stands in VK, and why not (or why not as wanted). `null` code: it does, and there is nothing to say. */
export interface GoodAnswer {
  readonly published: boolean;
  readonly code: string | null;
  readonly params: Readonly<Record<string, string>>;
}

/** The answer to «Почему нет в VK?»: a good that does not stand in VK always gets a code. */
export function explainGood(facts: GoodFacts): GoodAnswer {
  const { listing } = facts;
  const published = facts.link === 'live';
  const answer = (code: string | null, params: GoodAnswer['params'] = {}): GoodAnswer => ({ published, code, params });
  if (listing === null) return answer(facts.isOnTill ? 'LISTINGS.PENDING' : 'GONE_FROM_TILL');
  if (!listing.isListed) return answer(listing.reasonCode ?? 'LISTINGS.PENDING', listing.reasonParams);
  if (published) return answer(listing.holdCode);
  return answer(facts.link === 'detached' ? 'LINK.DETACHED' : waitingCode(facts, listing.holdCode));
}

/** What a wanted good waits for, the nearest cause first. */
function waitingCode(facts: GoodFacts, holdCode: string | null): string {
  const { lastOperation: last } = facts;
  if (holdCode !== null) return holdCode;
  if (last?.isHeld === true) return last.brakeCode ?? 'SYNC.APPROVAL_WANTED';
  if (last?.state === 'unknown' || last?.state === 'sent') return 'SYNC.ANSWER_OPEN';
  if (facts.refusedCode !== null) return facts.refusedCode;
  if (facts.isOnlyShown) return 'SYNC.ONLY_SHOWN';
  if (last?.state === 'failed' && last.errorCode !== null) return last.errorCode;
  if (facts.isRunning) return 'SYNC.RUNNING';
  return facts.lastRunCode ?? 'SYNC.WAITING';
}
