import type { ApiLogEntryRow } from '../../db/repositories/api-log-list.repository.js';
import { scrubText } from '../../observability/redact.js';
import type { ApiLogBody, BodyKept } from './api-log-contracts.js';

/** The bodies of a call as the log has them, or why it has none. */
export function bodiesOf(row: ApiLogEntryRow): { readonly request: ApiLogBody; readonly response: ApiLogBody } {
  return {
    request: bodyOf(row.requestBody, () => lackOfRequest(row)),
    response: bodyOf(row.responseBody, () => lackOfResponse(row)),
  };
}

function bodyOf(kept: string | null, why: () => BodyKept): ApiLogBody {
  if (kept === null) return { text: '', kept: why() };
  // Allow-lists and the scrubbing at the time of the call come first; secrets that came to be known since are blotted here.
  const text = scrubText(kept);
  const json = parsed(text);
  if (json === undefined) return { text, kept: text.endsWith('…') ? 'shortened' : 'kept' };
  return { text: JSON.stringify(json, null, 2), kept: 'kept' };
}

function lackOfRequest({ service }: ApiLogEntryRow): BodyKept {
  if (service === 'vk') return 'read_that_worked';
  if (service === 'vk_upload') return 'file';
  return service === 'evotor_webhook' ? 'not_read' : 'none';
}

/** Addresses whose answer is a token of ours. */
const GIVES_TOKEN = /\/user\/(?:create|verify)$/u;

function lackOfResponse({ service, outcome, status, path }: ApiLogEntryRow): BodyKept {
  if (status === null || outcome !== 'ok') return 'no_answer';
  if (service === 'evotor' || service === 'vk') return 'read_that_worked';
  if (service === 'evotor_webhook') return GIVES_TOKEN.test(path) ? 'secret' : 'plain_yes';
  return 'secret';
}

/** `undefined` = it is no JSON: cut in the middle. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
