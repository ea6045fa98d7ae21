import { reasonText } from '../../domain/listing/reason-text.js';
import type { ReasonCode } from '../../domain/listing/reasons.js';
import { REASONS } from '../../domain/listing/reasons.js';
import type { Message } from './messages/message.js';
import { waitText } from './durations.js';
import { fillSentence } from './fill.js';
import { messageOf } from './messages.js';

/** A reason card, ready to print. */
export interface ProblemCard extends Message {
  readonly code: string;
}

/** The card of a code: of a use case or a vendor (`VK.CAPTCHA`), or why a good is not in VK (`NO_PRICE`). */
export function problemCard(code: string, details: Readonly<Record<string, unknown>> = {}): ProblemCard {
  if (isReasonCode(code)) return { code, ...reasonText({ code, params: textsOf(details) }) };
  const message: Message = messageOf(code);
  const seconds = details['retryAfterSeconds'];
  const store = typeof details['store'] === 'string' ? `«${details['store']}»` : '';
  const values = { ...details, store, wait: typeof seconds === 'number' ? waitText(seconds) : 'некоторое время' };
  return {
    code,
    what: fillSentence(message.what, values),
    why: fillSentence(message.why, values),
    fix: fillSentence(message.fix, values),
    ...(message.action === undefined ? {} : { action: message.action }),
  };
}

/** The card on the very page its button leads to: there the button is left out. */
export function cardOn(href: string, { action, ...card }: ProblemCard): ProblemCard {
  return action === undefined || action.href === href ? card : { ...card, action };
}

const isReasonCode = (code: string): code is ReasonCode => Object.hasOwn(REASONS, code);

function textsOf(details: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
}
