import { REASONS } from './reasons.js';
import type { NotListed } from './types.js';

/** A reason as the merchant reads it: what is so, why it matters, what to do. */
export interface ReasonText {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
}

/** The sentences of a reason with its values filled in. A value that is missing shows as «—», never as a brace. */
export function reasonText({ code, params }: Pick<NotListed, 'code' | 'params'>): ReasonText {
  const { what, why, fix } = REASONS[code];
  const filled = (sentence: string): string =>
    sentence.replace(/\{(\w+)\}/gu, (_, name: string) => params[name] ?? '—');
  return { what: filled(what), why: asSentence(filled(why)), fix: asSentence(filled(fix)) };
}

function asSentence(text: string): string {
  const started = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/u.test(started) ? started : `${started}.`;
}
