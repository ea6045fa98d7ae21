import connectSessionSequelize from 'connect-session-sequelize';
import type { Express } from 'express';
import session, { type SessionData } from 'express-session';
import { projectRoot } from '../config/project-root.js';
import type { MetricsPage } from '../observability/metrics/metrics-page.js';
import type { WebServices } from '../services/web-services.js';
import { createApp } from '../web/app.js';
import type { Base } from './compose.js';
import { withNamedFaults } from './session-faults.js';
import { sessionTable } from './session-table.js';

/** The site over its use cases, with sessions in the database. */
export function composeApp(
  { config, db, logger, metrics }: Base,
  services: WebServices,
  metricsPage?: MetricsPage,
): Express {
  const SequelizeStore = connectSessionSequelize(session.Store);
  return createApp({
    services,
    config: {
      baseUrl: config.baseUrl,
      secretKeys: [...config.secrets.secretKeys],
      trustProxy: config.http.trustProxy,
      isSecure: config.baseUrl.startsWith('https:'),
      projectRoot,
      supportEmail: config.supportEmail,
      jivositeWidgetId: config.jivosite.widgetId,
    },
    sessionStore: withNamedFaults(
      new SequelizeStore({
        db: db.sequelize,
        table: sessionTable(db.sequelize),
        extendDefaultFields: (defaults: object, { userId }: Partial<SessionData>) => ({
          ...defaults,
          user_id: userId ?? null,
        }),
        // Expired rows are the nightly prune's work, not every web process's.
        checkExpirationInterval: -1,
      }),
    ),
    logger: {
      log: (level, message, meta) => {
        logger[level === 'error' || level === 'warn' || level === 'debug' ? level : 'info'](message, meta);
      },
    },
    clock: { now: () => new Date() },
    counters: metrics,
    ...(metricsPage ? { metricsPage } : {}),
  });
}
