import { connectTemporal, lazyTemporal } from '../../temporal/connect.js';
import { endRuns } from '../../temporal/end-runs.js';
import { createOrchestrator } from '../../temporal/orchestrator.js';
import { reachTemporal } from '../../temporal/reach.js';
import { applySchedules } from '../../temporal/schedules.js';
import { parseArguments } from '../cli/arguments.js';
import type { CliContext } from '../cli/context.js';
import { askPerson, readSecret } from '../cli/read-secret.js';
import { COMMANDS, failure, runCli, type Output } from '../cli/run-cli.js';
import { resolveDatabaseUrl, resolveEndpoints } from '../config/endpoints.js';
import { loadConfig } from '../config/load-config.js';
import { readEnvironment } from '../config/load-env-file.js';
import { programVersion } from '../config/program-version.js';
import { createLogger } from '../observability/logger.js';
import { createTokenVault } from '../security/token-vault.js';
import { requireFittingSchema } from '../services/operations/schema-fit.js';
import { composeBase, type Base } from './compose.js';
import { composeProbes } from './compose-probes.js';
import { composeMail, type MailDeps } from './compose-mail.js';
import { composeServices } from './compose-services.js';
import { withServerNamed } from './start-up/until-database-fits.js';

const OUTPUT: Output = {
  out: line => process.stdout.write(`${line}\n`),
  err: line => process.stderr.write(`${line}\n`),
};

/** `evosync`: the operator's command line over the same services as the site. */
async function main(): Promise<number> {
  const args = parseArguments(process.argv.slice(2));
  const config = loadConfig(readEnvironment());
  const logger = createLogger({ level: config.log.level, service: 'cli' });
  const closing: (() => Promise<unknown>)[] = [];
  let base: Base | null = null;
  let mail: MailDeps | null = null;

  const openBase = (): Base => {
    if (base) return base;
    base = composeBase(config, 'cli', resolveDatabaseUrl(config));
    closing.push(base.db.close);
    return base;
  };
  const isForAnySchema = COMMANDS.some(({ name, anySchema }) => name === args.command && anySchema === true);
  let fit: Promise<void> | null = null;
  /** The base, once its database answers and is as this program knows it. */
  const fittingBase = async (): Promise<Base> => {
    const opened = openBase();
    fit ??= withServerNamed(resolveDatabaseUrl(config), async () => {
      if (isForAnySchema) await opened.db.rows('SELECT 1 AS one');
      else await requireFittingSchema(opened.db);
    });
    await fit;
    return opened;
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
    ask: question => askPerson(process.stdin, question),
    db: async () => (await fittingBase()).db,
    orchestrator: () => Promise.resolve(orchestrator()),
    services: async () => {
      const fitting = await fittingBase();
      mail ??= composeMail(fitting);
      return composeServices(fitting, orchestrator(), mail);
    },
    lettersSent: async () => mail?.postbox.idle(),
    installation: async () => {
      const { db, vault } = await fittingBase();
      return { db, vault, databaseUrl: resolveDatabaseUrl(config), version: programVersion() };
    },
    probes: async () => composeProbes(await fittingBase()),
    keyIds: createTokenVault(config.secrets.tokenEncryptionKeys).keyIds,
    async endRuns(reason) {
      await reachTemporal(temporalOptions());
      const client = await connectTemporal(temporalOptions());
      closing.push(() => client.connection.close());
      return endRuns(client, reason);
    },
    async applySchedules() {
      const client = await connectTemporal(temporalOptions());
      closing.push(() => client.connection.close());
      return applySchedules(client, { healthIntervalSeconds: config.sync.healthIntervalSeconds });
    },
  };
  try {
    return await runCli(args, context, OUTPUT);
  } finally {
    await Promise.allSettled(closing.map(close => close()));
  }
}

main().then(
  code => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = failure(error, process.argv.includes('--json'), OUTPUT);
  },
);
