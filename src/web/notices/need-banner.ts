import type { NeedFacts } from '../../services/notices/notice-contracts.js';
import { needsOf, pressing, type Need } from '../sync/needs.page.js';
import { counted } from '../texts/numbers.js';

/** The line on top of a page: what does most harm, and how much else there is. */
export interface NeedBanner {
  readonly tone: Need['tone'];
  readonly text: string;
  readonly action: Need['action'];
  /** «ещё 2»; `null` = this is all. */
  readonly more: string | null;
}

/** `null` = nothing needs the merchant. A page the button leads to shows it without the button. */
export function needBanner(facts: NeedFacts, now: Date, path: string): NeedBanner | null {
  const [worst, ...others] = pressing(needsOf(facts, undefined, { notices: facts.notices, now }));
  if (worst === undefined) return null;
  const isHere = worst.action?.href.replace(/[?#].*$/u, '') === path;
  return {
    tone: worst.tone,
    text: worst.text,
    action: isHere ? null : worst.action,
    more: others.length === 0 ? null : `ещё ${counted(others.length, 'дело', 'дела', 'дел')}`,
  };
}
