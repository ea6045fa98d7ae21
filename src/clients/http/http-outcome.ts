import type { Unknown } from '../../domain/result.js';
import type { HttpFailure, HttpReply } from './http.js';

/** A transport failure as an unknown outcome: `timeout`, `reset ECONNRESET`, `too_large …`, `aborted`. */
export function unknownFromFailure(failure: HttpFailure): Unknown {
  const cause = failure.kind === failure.message ? failure.kind : `${failure.kind} ${failure.message}`;
  return { outcome: 'unknown', cause };
}

/** The reply's JSON; `undefined` for HTML, an empty body and anything else that is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Why a reply says nothing we can trust: its status when that is an error or a redirect, else its body. */
export function unknownFromReply(reply: HttpReply): Unknown {
  return { outcome: 'unknown', cause: reply.status >= 300 ? `http_${reply.status}` : 'broken_reply' };
}
