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

const NO_DATABASE = 'no database: start `npm start` or set DATABASE_URL';
const NO_TEMPORAL = 'no Temporal: start `npm start` or set TEMPORAL_ADDRESS';

type Source = Pick<Config, 'temporal' | 'dataDir'> & { readonly database: Pick<Config['database'], 'url'> };

/** Variables first, then the running `npm start` of the same `DATA_DIR`. @throws ConfigError if neither knows */
export function resolveEndpoints(config: Source): Endpoints {
  const runtime = readRuntime(config.dataDir);
  const temporalAddress = config.temporal.address ?? runtime.temporalAddress;
  const databaseUrl = config.database.url ?? runtime.databaseUrl;
  if (temporalAddress === undefined || databaseUrl === undefined) {
    const faults = [
      ...(databaseUrl === undefined ? [NO_DATABASE] : []),
      ...(temporalAddress === undefined ? [NO_TEMPORAL] : []),
    ];
    throw new ConfigError(faults.join('\n'));
  }
  return {
    databaseUrl,
    temporalAddress,
    temporalUiUrl: resolveTemporalUi(config),
    webUrl: runtime.webUrl ?? null,
  };
}

/** Where people look at runs; `null` = nobody said, and no supervisor runs it on this machine. */
export function resolveTemporalUi(config: Pick<Source, 'temporal' | 'dataDir'>): string | null {
  return config.temporal.uiUrl ?? readRuntime(config.dataDir).temporalUiUrl ?? null;
}

/** For programs that need the database alone (`migrate`). @throws ConfigError */
export function resolveDatabaseUrl(config: Source, runtime: Runtime = readRuntime(config.dataDir)): string {
  const url = config.database.url ?? runtime.databaseUrl;
  if (url === undefined) throw new ConfigError(NO_DATABASE);
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
