import type { Request } from 'express';
import type { UserId } from '../../domain/brand.js';
import { localPath } from '../local-path.js';

/** A form somebody sent when the session had ended: where it goes, and what was typed, but for secrets. */
export interface KeptForm {
  /** Of this site, with its query. */
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Whose session it was; `null` = it had ended before. */
  readonly owner: UserId | null;
  /** Milliseconds. */
  readonly keptAt: number;
}

/** Longest time between the form and the log-in. */
export const KEPT_FOR_MS = 60 * 60 * 1000;
/** Characters of all names and values. */
const MAX_CHARS = 64 * 1024;
/** Never kept: the person types it again where it is asked for. */
const SECRET = /passw|token|secret|csrf|^current$|^code$|^_/iu;
/** What takes something away is done anew, with its own question, not continued. */
const TAKES_AWAY = /\/(?:delete|remove|disconnect|undo|logout|appearance|drop)\b/u;

/** What a letter's link opens hangs on its token, which is never kept: the link is opened anew instead. */
const BY_LINK = /^\/(?:confirm-email|reset-password|invite)\b/u;

/**
 * What a form sent that was refused for its age; `null` = it is none of a page of ours, or there is nothing to keep. The
 * browser itself says from which page it comes, so that no other site puts a form into somebody's hands.
 */
export function formOf(req: Request, baseUrl: string): Pick<KeptForm, 'path' | 'fields'> | null {
  const path = localPath(req.originalUrl, '');
  const isForm = req.method === 'POST' && req.is('urlencoded') !== false && req.get('HX-Request') !== 'true';
  if (!isForm || path === '' || TAKES_AWAY.test(path) || BY_LINK.test(path) || !isOwnPage(req, baseUrl)) return null;
  const body = (req.body ?? {}) as Readonly<Record<string, unknown>>;
  const fields = Object.entries(body)
    .filter(([name]) => !SECRET.test(name))
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).map(one => [name, String(one)] as const));
  const chars = fields.reduce((sum, [name, value]) => sum + name.length + value.length, 0);
  return fields.length === 0 || chars > MAX_CHARS ? null : { path, fields };
}

function isOwnPage(req: Request, baseUrl: string): boolean {
  const site = req.get('Sec-Fetch-Site');
  if (site !== undefined) return site === 'same-origin';
  return req.get('Origin') === new URL(baseUrl).origin;
}
