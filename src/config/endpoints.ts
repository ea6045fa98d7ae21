import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Config } from './config.js';
import { ConfigError } from './config-error.js';

/** Written by the supervisor of `npm start` while its servers run, removed when they end. */
const runtimeSchema = z.object({
  databaseUrl: z.string().optional(),
  temporalAddress: z.string().optional(),
  temporalUiUrl: z.string().nullish(),
  webUrl: z.string().nullish(),
});
type Runtime = z.infer<typeof runtimeSchema>;

/** Where the servers are, whether given or embedded. */
export interface Endpoints {
  /** `mariadb://…`, with its password: never to be logged. */
  readonly databaseUrl: string;
  /** `host:port`. */
  readonly temporalAddress: string;
  readonly temporalUiUrl: string | null;
  /** Where the site answers on this machine, if the supervisor runs it. */
  readonly webUrl: string | null;
}

type Source = Pick<Config, 'database' | 'temporal' | 'dataDir'>;

/** Variables first, then the running `npm start` of the same `DATA_DIR`. @throws ConfigError if neither knows */
export function resolveEndpoints(config: Source): Endpoints {
  const runtime = readRuntime(config.dataDir);
  const temporalAddress = config.temporal.address ?? runtime.temporalAddress;
  const databaseUrl = resolveDatabaseUrl(config, runtime);
  if (temporalAddress === undefined) {
    throw new ConfigError('no Temporal: start `npm start` or set TEMPORAL_ADDRESS');
  }
  return {
    databaseUrl,
    temporalAddress,
    temporalUiUrl: config.temporal.uiUrl ?? runtime.temporalUiUrl ?? null,
    webUrl: runtime.webUrl ?? null,
  };
}

/** For programs that need the database alone (`migrate`). @throws ConfigError */
export function resolveDatabaseUrl(config: Source, runtime: Runtime = readRuntime(config.dataDir)): string {
  const url = config.database.url ?? runtime.databaseUrl;
  if (url === undefined) throw new ConfigError('no database: start `npm start` or set DATABASE_URL');
  return url;
}

function readRuntime(dataDir: string): Runtime {
  const path = join(dataDir, 'runtime.json');
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch {
    return {};
  }
  try {
    return runtimeSchema.parse(JSON.parse(content));
  } catch {
    throw new ConfigError(`${path} is broken: stop \`npm start\`, delete the file and start again`);
  }
}
