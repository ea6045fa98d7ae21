import { asAssumed, differs, stops, unknown, type Verdict } from '../finding.js';
import { describe, type Answer } from './shop-desk.js';

const seconds = (ms: number): string => `${Math.round(ms / 100) / 10} s`;

/** When the good was first seen, in ms after the add; `null` = not within the time watched. */
export interface Lag {
  readonly list: number | null;
  readonly search: number | null;
  readonly byId: number | null;
}

/** `lookupDelaysMs`: when a lost answer is looked for; the last one decides. */
export function judgeAddLag(lag: Lag, watchedMs: number, lookupDelaysMs: readonly number[]): Verdict {
  const word = (ms: number | null): string =>
    ms === null ? `not within ${seconds(watchedMs)}` : `after ${seconds(ms)}`;
  const seen = `list ${word(lag.list)}, search ${word(lag.search)}, by id ${word(lag.byId)}`;
  const [first = 0] = lookupDelaysMs;
  const last = lookupDelaysMs.at(-1) ?? 0;
  if (lag.search === null || lag.search > last)
    return stops(
      seen,
      'a good whose answer was lost is not found in time and is added again; only the photo guard (3.reuse) keeps it from being a twin',
      'LOOKUP_DELAYS_MS in src/services/sync/sync-deps.ts',
    );
  if (lag.search > first) return differs(seen, 'a lost answer is settled at the second or third look');
  return asAssumed(seen, 'a lost answer is settled at the first look');
}

export function judgeEditLag(ms: number | null, watchedMs: number): Verdict {
  if (ms !== null && ms <= 10_000) return asAssumed(`after ${seconds(ms)}`, 'what is read is what was sent');
  const seen = ms === null ? `not within ${seconds(watchedMs)}` : `after ${seconds(ms)}`;
  return differs(
    seen,
    'a full read in between takes the old value for a change by hand; prices are sent once more, which costs a call and does no harm',
  );
}

export function judgeSkuSearch(search: Answer, found: boolean): Verdict {
  if (search.kind !== 'ok') return unknown(describe(search));
  return found
    ? differs('found', 'lost goods could be looked up with one call, however many are newer')
    : asAssumed('not found', 'the newest goods have to be read, as it is done');
}

/** Whether the good changed now is in the list from this day on. */
export interface DayAsked {
  readonly day: string;
  readonly includes: boolean | null;
}

/** `moscow` null: the two days are the same now. */
export function judgeDateFrom(utc: DayAsked, moscow: DayAsked | null, tomorrow: DayAsked): Verdict {
  if (utc.includes === null || tomorrow.includes === null) return unknown('the filtered list could not be read');
  if (!utc.includes)
    return differs(
      `from ${utc.day} on: not there`,
      'the day of change is not what is filtered; EvoSync does not filter',
    );
  if (tomorrow.includes)
    return differs(`from ${tomorrow.day} on: there`, 'the filter does nothing; EvoSync does not use it');
  if (moscow === null)
    return unknown(
      `from ${utc.day} on: there, from ${tomorrow.day} on: not; which time zone shows between 21:00 and 24:00 UTC only`,
    );
  return moscow.includes === true
    ? differs(`from ${moscow.day} on: there`, 'days are those of Moscow; EvoSync does not filter')
    : asAssumed(`from ${moscow.day} on: not there`, 'days are those of UTC; EvoSync does not filter');
}

/** `tried`: ids in the call; `wanted` is what the product may send. */
export function judgeManyIds(add: Answer, tried: number, wanted: number): Verdict {
  if (add.kind === 'unclear') return unknown(describe(add));
  if (add.kind === 'refused')
    return differs(`${tried} ids: ${describe(add)}`, 'albums are filled one good at a time: slower, nothing is lost');
  if (tried < wanted) return unknown(`${tried} ids: taken; --many tries ${wanted} (it costs as many adds)`);
  return asAssumed(`${tried} ids: taken`, 'albums are filled quickly');
}

export function judgeBadId(add: Answer, goodIsIn: boolean | null): Verdict {
  if (add.kind === 'unclear' || goodIsIn === null) return unknown(describe(add));
  if (add.kind === 'ok')
    return goodIsIn
      ? differs('answered with success, the right one is in', 'a wrong id goes unnoticed until the next full read')
      : stops(
          'answered with success, nothing is in',
          'goods would be missing from their albums without a word',
          'putInto in src/services/sync/apply/albums.ts: one good a call',
        );
  return goodIsIn
    ? differs(
        `${describe(add)}, the right one is in all the same`,
        'the repeat one by one meets «already there», which counts as success',
      )
    : asAssumed(`${describe(add)}, nothing is in`, 'the repeat one by one puts the right ones in');
}

export function judgeLaterVersion(add: Answer, goodIsIn: boolean | null): Verdict {
  if (add.kind === 'unclear') return unknown(describe(add));
  if (add.kind === 'refused')
    return asAssumed(describe(add), 'the later version is of no use here', 'VK_API_VERSION stays 5.199');
  const listed = typeof add.value === 'object' && add.value !== null && 'failed_ids' in add.value;
  return listed && goodIsIn === true
    ? differs(
        'the failed ones are listed, the others are in',
        'one call instead of many after a wrong id',
        'VK_API_VERSION may be raised to 5.221 after trying the rest with it',
      )
    : differs('answered, without a list of what failed', 'nothing gained', 'VK_API_VERSION stays 5.199');
}

export interface BatchSeen {
  readonly sent: number;
  /** Results that were 1. */
  readonly done: number;
  /** `false` at the place of the wrong one, and nowhere else. */
  readonly falseInPlace: boolean;
  readonly errors: number;
}

export function judgeBatch(script: Answer, seen: BatchSeen | null): Verdict {
  if (script.kind === 'unclear') return unknown(describe(script));
  if (script.kind === 'refused')
    return differs(describe(script), 'batches are halved until they pass: more calls, nothing is lost');
  if (seen === null)
    return differs(
      'an answer of another form',
      'each edit is sent singly',
      'scriptReply in src/clients/vk/pair-results.ts',
    );
  const text = `${seen.done} of ${seen.sent - 1} done, ${seen.errors} error listed`;
  if (seen.done < seen.sent - 1)
    return stops(
      text,
      'edits would be taken for done that are not',
      'EDITS_PER_BATCH in src/services/sync/apply/edit.ts: 1',
    );
  return seen.falseInPlace && seen.errors === 1
    ? asAssumed(text, 'batches work, and errors find their good')
    : differs(text, 'errors do not find their good; those edits are sent once more singly');
}

export function judgeAddInScript(script: Answer, made: boolean): Verdict {
  if (script.kind === 'unclear') return unknown(describe(script));
  return made
    ? differs('a good was made', 'it would be possible; EvoSync does not do it on purpose')
    : asAssumed(script.kind === 'refused' ? describe(script) : 'no good was made', 'not possible anyway');
}
