import type { CurrentUser } from '../services/web-services.js';
import type { UserId } from '../domain/brand.js';
import type { Flash } from './render/flash.js';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way Express lets its locals be typed
  namespace Express {
    interface Locals {
      /** Shown on error pages and written on every log line of the request. */
      requestId: string;
      /** Absent = nobody is logged in. */
      user?: CurrentUser;
      /** The path of the route that answered, for the log: it holds no ids. */
      routePath?: string;
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    userId: UserId;
    /** `sessionEpoch` of the user at log-in: a higher one in the database ends this session. */
    epoch: number;
    /** Milliseconds; the session ends 30 days after it, however often it is used. */
    startedAt: number;
    /** What the next page says once. */
    flash: Flash;
  }
}
