import { connectTemporal, lazyTemporal } from '../../temporal/connect.js';
import { createOrchestrator } from '../../temporal/orchestrator.js';
import { applySchedules } from '../../temporal/schedules.js';
import { parseArguments } from '../cli/arguments.js';
import type { CliContext } from '../cli/context.js';
import { readSecret } from '../cli/read-secret.js';
import { runCli } from '../cli/run-cli.js';
import { UsageError } from '../cli/usage-error.js';
import { ConfigError } from '../config/config-error.js';
import { resolveDatabaseUrl, resolveEndpoints } from '../config/endpoints.js';
import { loadConfig } from '../config/load-config.js';
import { readEnvironment } from '../config/load-env-file.js';
import { createLogger } from '../observability/logger.js';
import { composeBase, type Base } from './compose.js';
import { composeServices } from './compose-services.js';

/** `evosync`: the operator's command line over the same services as the site. */
async function main(): Promise<number> {
  const args = parseArguments(process.argv.slice(2));
  const config = loadConfig(readEnvironment());
  const logger = createLogger({ level: config.log.level, service: 'cli' });
  const closing: (() => Promise<unknown>)[] = [];
  let base: Base | null = null;

  const openBase = (): Base => {
    if (base) return base;
    base = composeBase(config, 'cli', resolveDatabaseUrl(config));
    closing.push(base.db.close);
    return base;
  };
  const temporalOptions = () => ({
    address: resolveEndpoints(config).temporalAddress,
    namespace: config.temporal.namespace,
  });
  const orchestrator = () => {
    const client = lazyTemporal(temporalOptions());
    closing.push(() => client.connection.close());
    return createOrchestrator(client);
  };
  const context: CliContext = {
    args,
    config,
    logger,
    readSecret: what => readSecret(process.stdin, what),
    db: () => Promise.resolve(openBase().db),
    orchestrator: () => Promise.resolve(orchestrator()),
    services: () => Promise.resolve(composeServices(openBase(), orchestrator())),
    async applySchedules() {
      const client = await connectTemporal(temporalOptions());
      closing.push(() => client.connection.close());
      return applySchedules(client, { healthIntervalSeconds: config.sync.healthIntervalSeconds });
    },
  };
  try {
    return await runCli(args, context, {
      out: line => process.stdout.write(`${line}\n`),
      err: line => process.stderr.write(`${line}\n`),
    });
  } finally {
    await Promise.allSettled(closing.map(close => close()));
  }
}

main().then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isExpected = error instanceof UsageError || error instanceof ConfigError;
    process.stderr.write(
      `${error instanceof Error ? (isExpected ? error.message : (error.stack ?? '')) : String(error)}\n`,
    );
    process.exitCode = error instanceof UsageError ? 2 : 1;
  },
);
