import type { ErrorRequestHandler, RequestHandler } from 'express';
import { isAppError } from '../../domain/errors.js';
import type { WebContext } from '../web-context.js';
import { links } from '../links.js';
import { wantsJson } from '../middleware/wants.js';
import { formOf } from './kept-form.js';
import { stalePage } from './unsent.page.js';

/** Forms for strangers are sent again from where one stands: there is nothing to log in to first. */
const FOR_STRANGERS = new Set(['/login', '/register', '/resend-confirm', '/forgot-password']);

/**
 * Saves what was typed into a form that is refused because its page was open too long. Nothing is changed by it: logged
 * in, the person sends it anew with a fresh token; logged out, it waits in the session until they have logged in.
 */
export function rescueForm({ services, presenter, clock }: WebContext, baseUrl: string): ErrorRequestHandler {
  return async (error: unknown, req, res, next) => {
    const isStale = isAppError(error) && error.code === 'CSRF.EXPIRED';
    const form = isStale && !wantsJson(req) ? formOf(req, baseUrl) : null;
    if (form === null) return next(error);
    if (res.locals.user !== undefined || FOR_STRANGERS.has(req.path)) return presenter.page(req, res, stalePage(form));
    if (!(await services.accounts.mayKeepForm(req.ip ?? ''))) return next(error);
    req.session.keptForm = { ...form, owner: res.locals.formerUserId ?? null, keptAt: clock.now().getTime() };
    req.session.flash = { kind: 'problem', code: 'LOGIN.FORM_KEPT', details: {} };
    res.redirect(303, links.login(links.unsent));
  };
}

/** A kept form that is sent at last is kept no longer. */
export const forgetSentForm: RequestHandler = (req, _res, next) => {
  const body = req.body as Record<string, unknown> | undefined;
  if (req.method === 'POST' && body?.['_kept'] !== undefined) {
    delete body['_kept'];
    delete req.session.keptForm;
  }
  next();
};
