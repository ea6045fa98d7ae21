import type { Request } from 'express';
import { AppError, isAppError } from '../../domain/errors.js';

/** Evotor's own bound on a message. */
const MAX_BYTES = 10 * 1024 * 1024;

/**
 * Takes a body off the wire without keeping any of it; a sender that hangs up has nothing more to say. Throws
 * `REQUEST.TOO_LARGE` past 10 MB.
 */
export async function discardBody(req: Request): Promise<void> {
  const tooLarge = () => new AppError('invalid', 'REQUEST.TOO_LARGE', { maxBytes: MAX_BYTES });
  if (Number(req.headers['content-length'] ?? 0) > MAX_BYTES) throw tooLarge();
  let bytes = 0;
  try {
    // The connection is still needed for the answer when the rest is not wanted.
    for await (const chunk of req.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes > MAX_BYTES) throw tooLarge();
    }
  } catch (error) {
    if (isAppError(error)) throw error;
  }
}
