import type { Store } from 'express-session';
import type { Metrics } from '../observability/metrics/metrics.js';
import type { MetricsPage } from '../observability/metrics/metrics-page.js';
import type { WebServices } from '../services/web-services.js';

/** What the site needs of the configuration. */
export interface WebConfig {
  /** Start of every absolute link, without a slash at the end. */
  readonly baseUrl: string;
  /** Sign the session cookie: the first signs, all of them verify. */
  readonly secretKeys: string[];
  /** Proxies in front of us whose `X-Forwarded-*` are believed; 0 = none. */
  readonly trustProxy: number;
  /** The site is reached over https: cookies are `Secure`, headers ask for https. */
  readonly isSecure: boolean;
  /** Folder that holds `views`, `public` and `node_modules`; by default the one above `src`. */
  readonly projectRoot?: string;
  /** Where people write when they need help. */
  readonly supportEmail?: string | null;
  /** Id of the JivoSite chat; none without it. */
  readonly jivositeWidgetId?: string | null;
}

/** The part of a winston logger the site uses. */
export interface WebLogger {
  log(level: string, message: string, meta?: Readonly<Record<string, unknown>>): unknown;
}

export interface WebClock {
  now(): Date;
}

export interface WebDeps {
  readonly services: WebServices;
  readonly config: WebConfig;
  readonly sessionStore: Store;
  readonly logger: WebLogger;
  readonly clock: WebClock;
  /** Counts requests; absent = nobody counts. */
  readonly counters?: Pick<Metrics, 'requestEnded'>;
  /** What `/metrics` shows; nothing unless given. */
  readonly metricsPage?: MetricsPage;
}
