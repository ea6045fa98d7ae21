import type { CurrentUser } from '../services/web-services.js';
import type { UserId } from '../domain/brand.js';
import type { KeptForm } from './accounts/kept-form.js';
import type { NeedFacts } from '../services/notices/notice-contracts.js';
import type { NeedBanner } from './notices/need-banner.js';
import type { Flash } from './render/flash.js';

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- the only way Express lets its locals be typed
  namespace Express {
    interface Locals {
      /** Shown on error pages and written on every log line of the request. */
      requestId: string;
      /** Absent = nobody is logged in. */
      user?: CurrentUser;
      /** Whose session ended with this request. */
      formerUserId?: UserId;
      /** What may need the merchant; set for pages alone. */
      needs?: NeedFacts;
      /** The line about it on top of the page; `null` = nothing does. */
      needBanner?: NeedBanner | null;
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
    /** Where the last letter was asked for, for the page that says so. */
    letterTo: string;
    /** A form that was sent after the session had ended. */
    keptForm: KeptForm;
  }
}
