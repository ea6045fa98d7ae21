import { createServer } from 'node:http';
import { lazyTemporal } from '../../temporal/connect.js';
import { createOrchestrator } from '../../temporal/orchestrator.js';
import { readEnvironment } from '../config/load-env-file.js';
import { loadConfig } from '../config/load-config.js';
import { resolveEndpoints } from '../config/endpoints.js';
import { composeApp } from './compose-app.js';
import { composeBase } from './compose.js';
import { composeMail } from './compose-mail.js';
import { composeServices } from './compose-services.js';
import { runProcess } from './run-process.js';

/** The site: pages, JSON for their scripts, health. It never calls a vendor. */
runProcess(async () => {
  const config = loadConfig(readEnvironment());
  const endpoints = resolveEndpoints(config);
  const base = composeBase(config, 'web', endpoints.databaseUrl);
  const { logger, db } = base;
  const temporal = lazyTemporal({ address: endpoints.temporalAddress, namespace: config.temporal.namespace });
  const mail = composeMail(base);
  const app = composeApp(base, composeServices(base, createOrchestrator(temporal), mail));
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
      await mail.postbox.idle();
      await temporal.connection.close();
      await db.close();
    },
  };
});
