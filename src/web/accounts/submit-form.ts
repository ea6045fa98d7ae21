import type { Request, Response } from 'express';
import { isAppError } from '../../domain/errors.js';
import { typed } from '../forms/parse-form.js';
import { HTTP_STATUS } from '../middleware/http-status.js';
import type { Page, PagePresenter } from '../render/page-presenter.js';
import { problemCard } from '../texts/problem.js';
import type { Typed } from './account-fields.js';
import type { FormFault } from './account-form.page.js';

/**
 * Does what a form asks for. A refusal shows the form again with what was typed: at the field it is about, or above the
 * form. Things that are not there, bugs and servers that are down get a page of their own.
 */
export async function submitForm(
  presenter: PagePresenter,
  req: Request,
  res: Response,
  page: (fault: FormFault) => Page | Promise<Page>,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (refusal) {
    if (!isAppError(refusal) || ['bug', 'not_found', 'unavailable'].includes(refusal.kind)) throw refusal;
    const { field, retryAfterSeconds } = refusal.details;
    if (typeof retryAfterSeconds === 'number') res.set('Retry-After', String(retryAfterSeconds));
    const fault = typeof field === 'string' ? { errors: { [field]: atField(refusal) } } : { refusal };
    await presenter.page(req, res, { ...(await page(fault)), status: HTTP_STATUS[refusal.kind] });
  }
}

function atField({ code, details }: { code: string; details: Readonly<Record<string, unknown>> }): string {
  const { what, fix } = problemCard(code, details);
  return `${what}. ${fix}`;
}

/** What was typed into these fields, to show it again. */
export const typedOf = (body: unknown, ...names: readonly string[]): Typed =>
  Object.fromEntries(names.map(name => [name, typed(body, name)]));

/** A page whose address holds a secret: it goes to nobody with a link that is followed. */
export const hideAddress = (res: Response): void => void res.set('Referrer-Policy', 'no-referrer');
