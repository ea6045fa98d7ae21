import { lazyTemporal } from '../../temporal/connect.js';
import { createOrchestrator } from '../../temporal/orchestrator.js';
import { readEnvironment } from '../config/load-env-file.js';
import { loadConfig } from '../config/load-config.js';
import { resolveEndpoints } from '../config/endpoints.js';
import { composeApp } from './compose-app.js';
import { addInstallationGauges, metricsPage, processMetrics } from './compose-metrics.js';
import { composeBase } from './compose.js';
import { composeMail } from './compose-mail.js';
import { composeServices } from './compose-services.js';
import { runProcess } from './run-process.js';
import { serve } from './start-up/serve.js';
import { untilDatabaseFits } from './start-up/until-database-fits.js';

/**
 * The site: pages, JSON for their scripts, health. It never calls a vendor. It waits for the database, not for Temporal:
 * pages are shown, and wishes refused with a sentence, while the exchange stands still.
 */
runProcess(async () => {
  const config = loadConfig(readEnvironment());
  const endpoints = resolveEndpoints(config);
  const own = processMetrics();
  const base = composeBase(config, 'web', endpoints.databaseUrl, { metrics: own.metrics });
  const { logger, db } = base;
  await untilDatabaseFits({ db, logger, databaseUrl: endpoints.databaseUrl });
  const temporal = lazyTemporal({ address: endpoints.temporalAddress, namespace: config.temporal.namespace });
  const mail = composeMail(base);
  const durable = createOrchestrator(temporal);
  const services = composeServices(base, durable, mail);
  addInstallationGauges(own, base, { health: services.health, durable });
  const app = composeApp(base, services, metricsPage(own, base, 'web'));
  const serving = await serve(app, config.http.port);
  logger.info('web is listening', { port: serving.port, url: config.baseUrl });
  return {
    logger,
    close: async () => {
      await serving.close();
      await services.incomingLog.drain();
      await mail.postbox.idle();
      await temporal.connection.close();
      await db.close();
    },
  };
});
