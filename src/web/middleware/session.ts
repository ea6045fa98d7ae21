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
