import { composeApp } from '../../src/main/compose-app.js';
import { addInstallationGauges, metricsPage, processMetrics } from '../../src/main/compose-metrics.js';
import { freePort } from './free-port.js';
import { startLetterSink, type LetterSink } from './letter-sink.js';
import { startPipelineEnv, type PipelineEnv, type PipelineOptions } from './pipeline-env.js';
import { VK_CLIENT } from './services-env.js';
import { createOrchestrator } from '../../temporal/orchestrator.js';
import { listen } from './test-site.js';
import { WEBHOOK_SECRET } from './webhook-site.js';

/** The whole service: site, workers, MariaDB, Temporal, both vendors and the mail server, all over real sockets. */
export interface RealSite {
  readonly env: PipelineEnv;
  readonly url: string;
  readonly mail: LetterSink;
  close(): Promise<void>;
}

export interface RealSiteOptions extends PipelineOptions {
  /** Password of the mail server; it wants none unless given. */
  readonly smtpPassword?: string;
}

/** One per test file, like the environment below it. */
export async function startRealSite({ smtpPassword, ...options }: RealSiteOptions = {}): Promise<RealSite> {
  const mail = await startLetterSink(smtpPassword === undefined ? {} : { password: smtpPassword });
  // The site's address stands in its settings before it listens.
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const own = processMetrics();
  const env = await startPipelineEnv({
    ...options,
    observed: { metrics: own.metrics, ...options.observed },
    environment: {
      BASE_URL: url,
      EMAIL_PROVIDER: 'smtp',
      SMTP_URL: mail.url,
      EMAIL_FROM: 'EvoSync <robot@evosync.example>',
      EVOTOR_WEBHOOK_SECRET: WEBHOOK_SECRET,
      VK_CLIENT_ID: VK_CLIENT,
      ...options.environment,
    },
  });
  const durable = createOrchestrator(env.temporal);
  addInstallationGauges(own, env.base, { health: env.services.health, durable });
  const site = await listen(composeApp(env.base, env.services, metricsPage(own, env.base, 'web')), port);
  return {
    env,
    url,
    mail,
    async close() {
      await site.close();
      await env.close();
      await mail.close();
    },
  };
}
