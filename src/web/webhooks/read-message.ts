import express, { type Request, type RequestHandler } from 'express';
import type { z } from 'zod';
import { AppError } from '../../domain/errors.js';

/** The longest message of an account is under a kilobyte; what says or turns out to be longer is not read to its end. */
const MAX_BYTES = '16kb';

/** Takes a message off the wire as text, whatever type it says it is of. */
const takeText = express.text({ type: () => true, limit: MAX_BYTES, inflate: false, defaultCharset: 'utf-8' });

export const takeMessage: RequestHandler = (req, res, next) => {
  takeText(req, res, (error?: unknown) => {
    if (error === undefined) return next();
    const status = (error as { status?: unknown }).status;
    next(
      status === 413
        ? new AppError('invalid', 'REQUEST.TOO_LARGE', { maxBytes: 16 * 1024 })
        : new AppError('invalid', 'WEBHOOK.BROKEN'),
    );
  });
};

/**
 * What a message says. Fields nobody asked for are left alone: Evotor adds some now and then. Throws `WEBHOOK.BROKEN`,
 * `WEBHOOK.FIELD_MISSING`, `WEBHOOK.FIELD_WRONG` (details.field).
 */
export function readMessage<T>(schema: z.ZodType<T>, req: Request): T {
  const body = withNewKeys(parsed(req.body));
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path ?? [];
  const code = valueAt(body, path) == null ? 'WEBHOOK.FIELD_MISSING' : 'WEBHOOK.FIELD_WRONG';
  throw new AppError('invalid', code, { field: path.join('.') });
}

type Json = Readonly<Record<string, unknown>>;

function parsed(text: unknown): Json {
  try {
    const value: unknown = JSON.parse(String(text));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Json;
  } catch {
    // The parser quotes what it cannot read, and that may be a password: its words go nowhere.
  }
  throw new AppError('invalid', 'WEBHOOK.BROKEN');
}

/** Older messages call the account `userUuid`. */
function withNewKeys(body: Json): Json {
  const { data } = body;
  const inner = typeof data === 'object' && data !== null ? { data: withNewKeys(data as Json) } : {};
  return { ...body, ...inner, userId: body['userId'] ?? body['userUuid'] };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : null),
    value,
  );
}
