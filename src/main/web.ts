import { createServer } from 'node:http';
import connectSessionSequelize from 'connect-session-sequelize';
import session from 'express-session';
import { lazyTemporal } from '../../temporal/connect.js';
import { createOrchestrator } from '../../temporal/orchestrator.js';
import { readEnvironment } from '../config/load-env-file.js';
import { loadConfig } from '../config/load-config.js';
import { resolveEndpoints } from '../config/endpoints.js';
import { projectRoot } from '../config/project-root.js';
import { createApp } from '../web/app.js';
import { composeBase } from './compose.js';
import { composeServices } from './compose-services.js';
import { runProcess } from './run-process.js';
import { sessionTable } from './session-table.js';

/** The site: pages, JSON for their scripts, health. It never calls a vendor. */
runProcess(async () => {
  const config = loadConfig(readEnvironment());
  const endpoints = resolveEndpoints(config);
  const base = composeBase(config, 'web', endpoints.databaseUrl);
  const { logger, db } = base;
  const temporal = lazyTemporal({ address: endpoints.temporalAddress, namespace: config.temporal.namespace });
  const SequelizeStore = connectSessionSequelize(session.Store);
  const sessionStore = new SequelizeStore({
    db: db.sequelize,
    table: sessionTable(db.sequelize),
    // Expired rows are the nightly prune's work, not every web process's.
    checkExpirationInterval: -1,
  });
  const app = createApp({
    services: composeServices(base, createOrchestrator(temporal)),
    config: {
      baseUrl: config.baseUrl,
      secretKeys: [...config.secrets.secretKeys],
      trustProxy: config.http.trustProxy,
      isSecure: config.baseUrl.startsWith('https:'),
      projectRoot,
    },
    sessionStore,
    logger: {
      log: (level, message, meta) => {
        logger[level === 'error' || level === 'warn' || level === 'debug' ? level : 'info'](message, meta);
      },
    },
    clock: { now: () => new Date() },
  });
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(config.http.port, resolve);
  });
  logger.info('web is listening', { port: config.http.port, url: config.baseUrl });
  return {
    logger,
    close: async () => {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
      await temporal.connection.close();
      await db.close();
    },
  };
});
