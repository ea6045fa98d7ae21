import type { RequestHandler } from 'express';
import type { UserId } from '../../domain/brand.js';
import type { IncomingLog } from '../../services/webhooks/incoming-log.js';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way Express lets its locals be typed
  namespace Express {
    interface Locals {
      /** What a message of Evotor turned out to be, for the API log. */
      incoming?: {
        readonly evotorUserId?: string;
        readonly userId?: UserId | null;
        readonly kept?: string;
        /** Evotor's number of a refusal, or our code. */
        readonly refusedWith?: string;
        readonly said?: string;
      };
    }
  }
}

/** Hands each message of Evotor and its answer to the API log, once the answer is on its way. */
export function noteMessages(log: IncomingLog): RequestHandler {
  return (req, res, next) => {
    const startedAt = new Date();
    const began = performance.now();
    res.once('finish', () => {
      const {
        evotorUserId = null,
        userId = null,
        kept = null,
        refusedWith = null,
        said = null,
      } = res.locals.incoming ?? {};
      log.note({
        method: req.method,
        path: req.path,
        status: res.statusCode,
        refusedWith,
        startedAt,
        durationMs: performance.now() - began,
        requestBytes: Number(req.headers['content-length']) || 0,
        responseBytes: Number(res.get('content-length')) || 0,
        evotorUserId,
        userId,
        kept,
        said,
      });
    });
    next();
  };
}

/** Fields that may be kept. What a person typed (e-mail, name, password) and tokens are not among them. */
const FIELDS: ReadonlySet<string> = new Set([
  'id',
  'userId',
  'userUuid',
  'type',
  'version',
  'timestamp',
  'productId',
  'planId',
  'subscriptionId',
  'sequenceNumber',
]);
const MAX_CHARS = 100;

/** The allowed fields of a message that was read, as JSON. */
export function keptOf(message: string): string {
  const body = JSON.parse(message) as Readonly<Record<string, unknown>>;
  const { data } = body;
  const inner = typeof data === 'object' && data !== null ? { data: allowed(data) } : {};
  return JSON.stringify({ ...allowed(body), ...inner });
}

function allowed(body: object): Readonly<Record<string, unknown>> {
  const kept = Object.entries(body).flatMap(([name, value]): [string, unknown][] => {
    if (!FIELDS.has(name)) return [];
    if (typeof value === 'string') return [[name, value.slice(0, MAX_CHARS)]];
    return typeof value === 'number' || typeof value === 'boolean' ? [[name, value]] : [];
  });
  return Object.fromEntries(kept);
}
