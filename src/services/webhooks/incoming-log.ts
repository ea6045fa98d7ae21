import type { Queries } from '../../db/database.js';
import { insertApiLog, type ApiLogRecord } from '../../db/repositories/api-log.repository.js';
import { ownersOfTills } from '../../db/repositories/till-owners.repository.js';
import type { UserId } from '../../domain/brand.js';
import type { Logger } from '../../observability/logger.js';

/** One message of Evotor and how it was answered; no token, no password, no e-mail in it. */
export interface IncomingMessage {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Evotor's number of a refusal, or ours; `null` = taken. */
  readonly refusedWith: string | null;
  readonly startedAt: Date;
  readonly durationMs: number;
  readonly requestBytes: number;
  readonly responseBytes: number;
  /** Whose till it is about, if the message was read … */
  readonly evotorUserId: string | null;
  /** … or if its token said so. */
  readonly userId: UserId | null;
  /** Allowed fields of the message as JSON. */
  readonly kept: string | null;
  /** What a refusal said, as JSON. */
  readonly said: string | null;
}

/** Keeps a row per message for the API log without holding up an answer. */
export interface IncomingLog {
  /** Never throws, never waits. */
  note(message: IncomingMessage): void;
  /** Resolves when everything noted so far is in the database. */
  drain(): Promise<void>;
}

export interface IncomingLogDeps {
  readonly db: Queries;
  readonly logger: Pick<Logger, 'warn'>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly limits?: Partial<IncomingLogLimits>;
}

export interface IncomingLogLimits {
  /** Rows a minute for all that was refused: whoever knocks without a key must not fill the table. */
  readonly refused: number;
  /** Rows a minute for one till at one address: a hundred pushes a second say no more than the first few. */
  readonly alike: number;
  /** Rows waiting to be written. */
  readonly waiting: number;
}

const LIMITS: IncomingLogLimits = { refused: 30, alike: 30, waiting: 2000 };
const MINUTE_MS = 60_000;
/** How long rows are gathered into one statement. */
const GATHER_MS = 300;

export function createIncomingLog({ db, logger, now, limits }: IncomingLogDeps): IncomingLog {
  const most = { ...LIMITS, ...limits };
  let waiting: IncomingMessage[] = [];
  let writing: Promise<void> | null = null;
  let wakeUp: () => void = () => undefined;
  let minute = 0;
  let leftOut = 0;
  const seen = new Map<string, number>();

  function isTooMany(bucket: string, limit: number): boolean {
    const current = Math.floor(now() / MINUTE_MS);
    if (current !== minute) {
      if (leftOut > 0) logger.warn('messages of Evotor left out of the API log', { rows: leftOut });
      [minute, leftOut] = [current, 0];
      seen.clear();
    }
    const hits = (seen.get(bucket) ?? 0) + 1;
    seen.set(bucket, hits);
    if (hits > limit || waiting.length >= most.waiting) leftOut += 1;
    return hits > limit || waiting.length >= most.waiting;
  }

  async function writeAll(): Promise<void> {
    await new Promise<void>(resolve => {
      wakeUp = resolve;
      setTimeout(resolve, GATHER_MS).unref();
    });
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      try {
        const ids = [...new Set(batch.flatMap(({ evotorUserId }) => evotorUserId ?? []))];
        const owners = await ownersOfTills(db, ids);
        await insertApiLog(
          db,
          batch.map(message => recordOf(message, owners)),
        );
      } catch (error) {
        logger.warn('API log rows could not be written', { error, rows: batch.length });
      }
    }
    writing = null;
  }

  return {
    note(message) {
      const isRefused = message.status >= 400;
      const whose = message.userId ?? message.evotorUserId ?? '';
      const bucket = isRefused ? 'refused' : `${message.path} ${whose}`;
      if (isTooMany(bucket, isRefused ? most.refused : most.alike)) return;
      waiting.push(message);
      writing ??= writeAll();
    },
    async drain() {
      wakeUp();
      await writing;
    },
  };
}

function recordOf(message: IncomingMessage, owners: ReadonlyMap<string, UserId>): ApiLogRecord {
  const { evotorUserId, userId, status, refusedWith, kept, said, ...rest } = message;
  const owner = userId ?? (evotorUserId === null ? null : (owners.get(evotorUserId) ?? null));
  return {
    ...rest,
    userId: owner,
    jobId: null,
    service: 'evotor_webhook',
    status,
    outcome: status < 400 ? 'ok' : status < 500 ? 'api_error' : 'unknown',
    vendorCode: refusedWith,
    // What is nobody's cannot go with its owner when that one is deleted: the fields name an account.
    requestBody: owner === null ? null : kept,
    responseBody: said,
  };
}
