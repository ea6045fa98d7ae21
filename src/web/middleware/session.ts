import type { RequestHandler } from 'express';
import session from 'express-session';
import type { Store } from 'express-session';
import type { WebConfig } from '../web-deps.js';

/** A session unused for so long ends; each page starts the time anew. */
const IDLE_MS = 7 * 24 * 60 * 60 * 1000;

export function keepSession(config: WebConfig, store: Store): RequestHandler {
  return session({
    store,
    secret: config.secretKeys,
    // `__Host-` binds the cookie to this very host; browsers take it over https only.
    name: config.isSecure ? '__Host-evosync' : 'evosync',
    cookie: { path: '/', httpOnly: true, sameSite: 'lax', secure: config.isSecure, maxAge: IDLE_MS },
    saveUninitialized: false,
    resave: false,
    rolling: true,
  });
}

/**
 * Keeps what a session has before a redirect leaves: the store is slower than a browser on a busy day, and the next page
 * would not find what it has to say.
 */
export const saveBeforeRedirect: RequestHandler = (req, res, next) => {
  const redirect = res.redirect.bind(res);
  res.redirect = (...given: unknown[]) => {
    const [status, url] = given.length === 1 ? [302, String(given[0])] : [Number(given[0]), String(given[1])];
    const isEmpty = Object.keys(req.session).every(name => name === 'cookie');
    if (isEmpty) return redirect(status, url);
    req.session.save((error?: Error | null) => {
      if (error == null) redirect(status, url);
      else next(error);
    });
  };
  next();
};
