import type { ScriptAction } from './script-actions.js';

/** What a fault does to the call it hits. */
export type FaultEffect =
  | ApiErrorEffect
  | { kind: 'httpStatus'; status: number; body?: string; contentType?: string; headers?: Record<string, string> }
  | { kind: 'reset' }
  | { kind: 'lostAnswer'; how?: LostHow }
  | { kind: 'delay'; ms: number; after?: boolean }
  | ListEffect
  | SendEffect;

/** An error in the vendor's own envelope. */
export interface ApiErrorEffect {
  kind: 'apiError';
  /** VK: error code. Evotor: HTTP status. */
  code: number;
  message?: string;
  subcode?: number;
  /** VK: further fields of the contract's error object, such as `captcha_sid`; laid over what the code brings anyway. */
  fields?: Record<string, string | number | boolean>;
  /** Evotor, 429: this token and URI get nothing for so long, and the headers say so; half an hour is 1800. */
  blockSeconds?: number;
  /** Evotor: answer headers. */
  headers?: Record<string, string>;
}

/** How an answer gets lost after the work was done: cut, never sent, replaced by a 502 page, cut in the middle, or empty. */
export type LostHow = 'destroy' | 'hang' | 'html' | 'truncate' | 'empty';

/** What may be wrong with an Evotor list. */
export type ListEffect =
  /** The cursor leads to this very page again; `same`: and is the very same text each time. */
  | { kind: 'cursorLoop'; same?: boolean }
  | { kind: 'duplicateItem' }
  | { kind: 'missingItem'; id?: string; count?: number }
  | { kind: 'emptyList' }
  /** The list ends after half of this page, as if it were the last. */
  | { kind: 'cutList' }
  /** This page brings the rows of the page before once more. */
  | { kind: 'repeatPage' }
  /** The rows of this page are nowhere: the page is empty, the cursor goes on. */
  | { kind: 'lostPage' }
  /** Fields laid over rows (null: taken away); all rows, or those named. Not checked against the contract. */
  | { kind: 'alterItems'; set: Record<string, unknown>; ids?: string[] };

/** What may happen to a webhook on its way. */
export type SendEffect =
  | { kind: 'dropSend' }
  | { kind: 'doubleSend'; copies?: number }
  /** Held until the merchant's next webhook has gone out: out of order. */
  | { kind: 'holdSend' };

export type FaultVendor = 'vk' | 'evotor' | 'upload' | 'vkid' | 'webhook' | 'any';

/** Which calls a rule looks at, which of them it hits, and what happens then. All given conditions must hold. */
export interface FaultRule {
  /** Names the rule's own random stream; without it the id does. */
  name?: string;
  /** Seed of the rule's draws; without it that of the sandbox. */
  seed?: number;
  vendor: FaultVendor;
  /** VK method, HTTP method (Evotor) or grant type (vkid), or several; absent or `*`: all. */
  method?: string | string[];
  /** Part of an Evotor or webhook path, such as `/products`. */
  path?: string;
  merchant?: string;
  /** Evotor lists: only this page, counted from 1. */
  page?: number;
  /** Parameters the call must bring with just these values. */
  params?: Record<string, string>;
  /** True: only calls inside `execute`; false: only single calls. */
  inside?: boolean;
  /** Hits the nth matching call, counted from 1. */
  nth?: number;
  every?: number;
  probability?: number;
  /** Most hits. */
  times?: number;
  /** From this matching call on, counted from 1. */
  after?: number;
  /** Up to this matching call. */
  until?: number;
  /** Asleep for so many sandbox milliseconds after it was put on order; calls meanwhile do not count. */
  afterMs?: number;
  /** Over so many sandbox milliseconds after it woke. */
  forMs?: number;
  effect?: FaultEffect;
  /** Played when the rule hits, before the call is processed or (with `thenWhen: after`) once it is. */
  then?: ScriptAction[];
  thenWhen?: 'before' | 'after';
}

/** Describes a call to the fault book. */
export interface FaultTarget {
  vendor: Exclude<FaultVendor, 'any'>;
  method?: string;
  path?: string;
  merchant?: string | undefined;
  page?: number;
  params?: ReadonlyMap<string, unknown>;
  inside?: boolean;
}

/** True when the rule looks at this call; counters and chance come later. */
export function looksAt(rule: FaultRule, target: FaultTarget): boolean {
  return (
    (rule.vendor === 'any' || rule.vendor === target.vendor) &&
    methodFits(rule.method, target.method) &&
    (rule.path === undefined || (target.path ?? '').includes(rule.path)) &&
    (rule.merchant === undefined || rule.merchant === target.merchant) &&
    (rule.page === undefined || rule.page === target.page) &&
    (rule.inside === undefined || rule.inside === (target.inside ?? false)) &&
    Object.entries(rule.params ?? {}).every(
      ([name, value]) => target.params?.has(name) === true && String(target.params.get(name)) === value,
    )
  );
}

function methodFits(wanted: string | string[] | undefined, method: string | undefined): boolean {
  if (wanted === undefined || wanted === '*') return true;
  return [wanted].flat().includes(method ?? '');
}
