import type { Request, Response } from 'express';
import { isAppError } from '../domain/errors.js';
import type { WebServices } from '../services/web-services.js';
import { wantsJson } from './middleware/wants.js';
import type { Flash } from './render/flash.js';
import type { PagePresenter } from './render/page-presenter.js';
import type { WebClock } from './web-deps.js';

/** What every area of the site is given. */
export interface WebContext {
  readonly services: WebServices;
  readonly presenter: PagePresenter;
  readonly clock: WebClock;
}

/**
 * Does one thing for a form and goes back to a page, which then says what was done or what stood in the way.
 * Where it goes back to may depend on what was done. Things that are not there and bugs get a page of their own.
 */
export async function actAndReturn(
  req: Request,
  res: Response,
  back: string | (() => string),
  act: () => Promise<Flash | null>,
): Promise<void> {
  try {
    const flash = await act();
    if (flash !== null) req.session.flash = flash;
  } catch (error) {
    if (!isAppError(error) || error.kind === 'bug' || error.kind === 'not_found' || wantsJson(req)) throw error;
    req.session.flash = { kind: 'problem', code: error.code, details: error.details };
  }
  res.redirect(303, typeof back === 'string' ? back : back());
}
