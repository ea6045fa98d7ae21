import type { Request } from 'express';
import type { z } from 'zod';
import { AppError, isAppError } from '../../domain/errors.js';

/** The longest message of an account is under a kilobyte. */
const MAX_BYTES = 16 * 1024;

/**
 * Takes a message off the wire, whatever type it says it is of; what says or turns out to be longer is not read on.
 * Throws `REQUEST.TOO_LARGE`, `WEBHOOK.BROKEN`.
 */
export async function takeMessage(req: Request): Promise<string> {
  const tooLarge = () => new AppError('invalid', 'REQUEST.TOO_LARGE', { maxBytes: MAX_BYTES });
  if (Number(req.headers['content-length'] ?? 0) > MAX_BYTES) throw tooLarge();
  // Nobody sends us packed messages; unpacking one would let a small one become large.
  if ((req.headers['content-encoding'] ?? 'identity') !== 'identity') throw new AppError('invalid', 'WEBHOOK.BROKEN');
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // The connection is still needed for the answer when the rest is not wanted.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_BYTES) throw tooLarge();
      chunks.push(chunk as Buffer);
    }
  } catch (error) {
    // A sender that hangs up in the middle of a message has said nothing.
    throw isAppError(error) ? error : new AppError('invalid', 'WEBHOOK.BROKEN');
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * What a message says. Fields nobody asked for are left alone: Evotor adds some now and then. Throws `WEBHOOK.BROKEN`,
 * `WEBHOOK.FIELD_MISSING`, `WEBHOOK.FIELD_WRONG` (details.field).
 */
export function readMessage<T>(schema: z.ZodType<T>, message: string): T {
  const body = withNewKeys(parsed(message));
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const path = result.error.issues[0]?.path ?? [];
  const code = valueAt(body, path) == null ? 'WEBHOOK.FIELD_MISSING' : 'WEBHOOK.FIELD_WRONG';
  throw new AppError('invalid', code, { field: path.join('.') });
}

type Json = Readonly<Record<string, unknown>>;

function parsed(text: string): Json {
  try {
    const value: unknown = JSON.parse(text);
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
