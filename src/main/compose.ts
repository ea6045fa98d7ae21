import { createFetchHttp } from '../clients/http/fetch-http.js';
import type { Config } from '../config/config.js';
import { listingDefaults } from '../config/listing-defaults.js';
import { openDatabase, type Database } from '../db/database.js';
import { createLogger, type Logger } from '../observability/logger.js';
import { NO_METRICS, type Metrics } from '../observability/metrics/metrics.js';
import { registerSecret } from '../observability/redact.js';
import { registerConfiguredSecrets } from './configured-secrets.js';
import { createTokenVault, type TokenVault } from '../security/token-vault.js';
import { photoRenderer } from '../services/photos/photo-renderer.js';
import { LOOKUP_DELAYS_MS, type SyncDeps } from '../services/sync/sync-deps.js';
import { createApiLogWriter, type ApiLogWriter } from '../services/vendors/api-log-writer.js';
import { createVendorGate } from '../services/vendors/vendor-gate.js';

/** What every process is made of, whatever its role. */
export interface Base {
  readonly config: Config;
  readonly logger: Logger;
  readonly db: Database;
  readonly vault: TokenVault;
  readonly metrics: Metrics;
}

export interface BaseOptions {
  readonly metrics?: Metrics;
  /** Where log lines go; standard output unless given, standard error for the command line. */
  readonly logStream?: NodeJS.WritableStream;
}

/** Opens the database and the vault. `databaseUrl` holds a password and is kept out of every log line. */
export function composeBase(
  config: Config,
  service: string,
  databaseUrl: string,
  { metrics = NO_METRICS, logStream }: BaseOptions = {},
): Base {
  const password = new URL(databaseUrl).password;
  if (password !== '') registerSecret(decodeURIComponent(password));
  registerConfiguredSecrets(config);
  return {
    config,
    logger: createLogger({
      level: config.log.level,
      service,
      onLine: level => metrics.logLine(level),
      ...(logStream ? { stream: logStream } : {}),
    }),
    // A restore is refused while a site or a worker runs, also one that has nothing to do just then.
    db: openDatabase(databaseUrl, { keepsOne: service === 'web' || service === 'worker' }),
    vault: createTokenVault(config.secrets.tokenEncryptionKeys),
    metrics,
  };
}

const sleep = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** What the phases of a run work with; only a worker has it, since only a worker calls vendors. */
export function composeSync(base: Base): SyncDeps & { readonly vault: TokenVault; readonly apiLog: ApiLogWriter } {
  const { config, db, vault, logger, metrics } = base;
  const apiLog = createApiLogWriter(db, logger, metrics);
  const vendors = createVendorGate({
    db,
    vault,
    http: createFetchHttp(),
    apiLog,
    evotorApiUrl: config.evotor.apiUrl,
    vkApiUrl: config.vk.apiUrl,
    vkApiVersion: config.vk.apiVersion,
    vkCallsPerSecond: config.vk.callsPerSecond,
    vkIdUrl: config.vk.idUrl,
    vkClientId: config.vk.clientId,
    now: Date.now,
    sleep,
    random: Math.random,
    onSlotWaited: ms => metrics.slotWaited(ms / 1000),
  });
  return {
    ...listingDefaults(config),
    db,
    vault,
    vendors,
    apiLog,
    logger,
    metrics,
    now: Date.now,
    sleep,
    lookupDelaysMs: LOOKUP_DELAYS_MS,
    refreshIntervalMs: config.sync.refreshIntervalSeconds * 1000,
    renderPhoto: photoRenderer(db, config.vk.defaultPhotoPath),
  };
}
