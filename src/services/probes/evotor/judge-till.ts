import { asAssumed, differs, stops, unknown, type Verdict } from '../finding.js';

/** Status of a call with each form of the header; `null` = no answer. */
export interface HeaderForms {
  readonly bearer: number | null;
  readonly xAuthorization: number | null;
}

export function judgeHeader({ bearer, xAuthorization }: HeaderForms): Verdict {
  const seen = `Bearer: ${bearer ?? 'no answer'}, X-Authorization: ${xAuthorization ?? 'no answer'}`;
  const isIn = (status: number | null): boolean => status !== null && status !== 401;
  if (bearer === null || xAuthorization === null) return unknown(seen);
  if (isIn(bearer)) return asAssumed(seen, 'the first form works');
  return isIn(xAuthorization)
    ? differs(seen, 'the first call of each connection is repeated with the other form; then it is remembered')
    : stops(seen, 'the token is not taken in either form', 'a token of this account, or the app installed anew');
}

/** The headers as they came; absent ones are null. */
export interface LimitHeaders {
  readonly limit: string | null;
  readonly remaining: string | null;
  readonly reset: string | null;
}

export function judgeLimits({ limit, remaining }: LimitHeaders): Verdict {
  if (remaining === null)
    return differs(
      'no X-RateLimit headers',
      'the pace is not known; a 429 parks the merchant for half an hour',
      'CATALOG_REFRESH_INTERVAL_SECONDS=3600 or more; DEFAULT_PAUSE_SECONDS in src/clients/evotor/rate-limit.ts',
    );
  return asAssumed(`limit ${limit ?? 'not said'}, remaining ${remaining}`, 'pauses come before a 429');
}

export function judgeReset({ reset }: LimitHeaders, now: number): Verdict {
  const value = Number(reset);
  if (reset === null || reset.trim() === '' || !Number.isFinite(value)) return unknown('no X-RateLimit-Reset');
  if (value > 1e12) return inTime(reset, 'epoch milliseconds', value - now);
  if (value > 1e9) return inTime(reset, 'epoch seconds', value * 1000 - now);
  return inTime(reset, 'seconds left', value * 1000);
}

function inTime(reset: string, unit: string, aheadMs: number): Verdict {
  const seen = `${reset}: ${unit}, ${Math.round(aheadMs / 1000)} s ahead`;
  return aheadMs >= 0 && aheadMs < 86_400_000
    ? asAssumed(seen, 'understood')
    : differs(seen, 'cannot be what it says', 'secondsUntilReset in src/clients/evotor/rate-limit.ts');
}

/** Rows of a list with a `since` in the future; `null` = refused. */
export interface SinceSeen {
  readonly all: number;
  readonly futureMs: number | null;
  readonly futureSeconds: number | null;
}

export function judgeSince({ all, futureMs, futureSeconds }: SinceSeen): Verdict {
  if (all === 0) return unknown('the list is empty');
  if (futureMs === null) return asAssumed('refused', 'not there; whole lists are read, as it is done');
  if (futureMs > 0) return asAssumed('it changes nothing', 'ignored; whole lists are read, as it is done');
  return futureSeconds === 0
    ? differs('seconds', 'works, in seconds; a future saving of calls, not used')
    : differs('milliseconds', 'works, in milliseconds; a future saving of calls, not used');
}

export interface ImagesSeen {
  readonly status: number | null;
  readonly count: number;
  /** `300×300`, where the answer says it. */
  readonly size: string | null;
}

export function judgeImages({ status, count, size }: ImagesSeen): Verdict {
  if (status === null) return unknown('no answer');
  if (status !== 200) return asAssumed(`answered with ${status}`, 'there are no pictures to take from the till');
  if (count === 0) return unknown('the address answers, the good that was asked for has no picture');
  return differs(
    `${count} picture, ${size ?? 'size not said'}`,
    'the till could give pictures; under 400×400 VK takes none',
  );
}

export function judgeQuantity(goods: number, withQuantity: number): Verdict {
  if (goods === 0) return unknown('the store has no goods');
  const seen = `${withQuantity} of ${goods} goods`;
  if (withQuantity === 0)
    return differs(
      seen,
      'the right «Получать остатки номенклатуры» is not given (or another inventory app takes it): exact stock cannot be shown',
      'the right on the integration tab and a new installation, or stock_mode=fixed',
    );
  return asAssumed(seen, 'exact stock can be shown');
}

/** Two readings of one list, as ids in their order. */
export function judgeOrder(first: readonly string[], second: readonly string[]): Verdict {
  if (first.length < 2) return unknown('the list is too short');
  if (first.length !== second.length) return unknown('the list changed between the two readings');
  return first.every((id, at) => id === second[at])
    ? asAssumed(`the same order twice, ${first.length} goods`, 'pages hang together; it is not relied on')
    : differs(
        'another order at the second reading',
        'a good may come twice or be missed while paging; a published one that is missing is asked for by its id before it counts as gone',
      );
}

/** Status of a call with a cursor that was used before; `null` = there was no second page. */
export function judgeCursor(status: number | null): Verdict {
  if (status === null) return unknown('the list has one page; needs a store with over 1,000 goods');
  return status === 200
    ? asAssumed('answered again', 'a call that got no answer can be repeated')
    : differs(
        `refused with ${status}`,
        'after a call without an answer the list has to be read from the start; the run does it at its next start',
      );
}

export interface RefusalSeen {
  readonly status: number | null;
  /** Names of the fields of a JSON body; `null` = no JSON. */
  readonly fields: readonly string[] | null;
}

export function judgeRefusal({ status, fields }: RefusalSeen): Verdict {
  if (status === null) return unknown('no answer');
  if (status !== 401)
    return differs(
      `a wrong token was answered with ${status}`,
      'a dead token would not be seen as one',
      'TABLE in src/clients/evotor/error-table.ts',
    );
  return fields === null
    ? differs('401 without JSON', 'the status is enough; no words for the log')
    : asAssumed(`401 with ${fields.join(', ') || 'no fields'}`, 'status and words are understood');
}

export interface GoneSeen {
  readonly status: number | null;
  readonly isProof: boolean;
}

export function judgeGone({ status, isProof }: GoneSeen): Verdict {
  if (status === null) return unknown('no answer');
  if (status === 404 && isProof)
    return asAssumed('404', 'goods that were deleted can be told from goods that were not read');
  if (status === 200)
    return stops(
      '200 for a good that does not exist',
      'nothing could prove that a good is gone',
      'src/services/sync/confirm-gone.ts',
    );
  return differs(
    status === 404 ? '404 with a page' : `answered with ${status}`,
    'no good ever counts as gone: deleted goods stay in VK until somebody hides them',
    'isProof404 in src/clients/evotor/call.ts',
  );
}
