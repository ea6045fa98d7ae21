export interface Refusal {
  readonly status: number;
  /** Evotor's number; `null` = this status has an empty body. */
  readonly code: number | null;
  readonly reason?: string;
}

/** Refusals as Evotor documents them; those it has no word for carry the status alone. */
export const REFUSALS = {
  'WEBHOOK.SECRET_WRONG': { status: 401, code: 1001 },
  'WEBHOOK.TOKEN_UNKNOWN': { status: 401, code: 1002 },
  'WEBHOOK.LOGIN_WRONG': { status: 401, code: 1006 },
  'WEBHOOK.BROKEN': { status: 400, code: 2001 },
  'WEBHOOK.FIELD_MISSING': { status: 400, code: 2002, reason: 'missing' },
  'WEBHOOK.FIELD_WRONG': { status: 400, code: 2003, reason: 'incorrect' },
  'WEBHOOK.USER_UNKNOWN': { status: 404, code: null },
  'WEBHOOK.TILL_TAKEN': { status: 409, code: 2004 },
  // Left or suspended between the password and the till: as who could not log in.
  'CLAIM.NOT_FOUND': { status: 401, code: 1006 },
  'CLAIM.TILL_THERE': { status: 409, code: 2005 },
  'WEBHOOK.TOO_MANY': { status: 429, code: null },
  'LOGIN.TOO_MANY': { status: 429, code: null },
  'REQUEST.TOO_LARGE': { status: 413, code: 2001 },
} as const satisfies Readonly<Record<string, Refusal>>;

export type RefusalCode = keyof typeof REFUSALS;

/** `undefined` = no refusal of a message. */
export function refusalOf(code: string): Refusal | undefined {
  return Object.hasOwn(REFUSALS, code) ? REFUSALS[code as RefusalCode] : undefined;
}
