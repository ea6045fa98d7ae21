import { isAbsolute, join } from 'node:path';
import type { Config, Environment, MailConfig } from './config.js';
import { ConfigError } from './config-error.js';
import { deepFreeze } from './deep-freeze.js';
import { type Env, VARIABLES, envSchema } from './env-schema.js';
import { readGeneratedSecrets } from './generated-secrets.js';
import { projectRoot } from './project-root.js';

/**
 * Checks the variables and makes the frozen configuration of one process.
 * Outside production, keys that are not given are made once in `DATA_DIR` and read from there afterwards.
 * @throws ConfigError naming every faulty variable at once, never a value
 */
export function loadConfig(environment: Environment): Config {
  const env = parseEnvironment(environment);
  const dataDir = fromProjectRoot(env.DATA_DIR);
  const generated = once(() => readGeneratedSecrets(dataDir));
  return deepFreeze({
    isProduction: env.NODE_ENV === 'production',
    http: { port: env.PORT, trustProxy: env.TRUST_PROXY },
    baseUrl: env.BASE_URL ?? (env.DOMAIN === null ? `http://localhost:${env.PORT}` : `https://${env.DOMAIN}`),
    database: { url: env.DATABASE_URL, dumpProgram: env.MARIADB_DUMP, clientProgram: env.MARIADB_CLIENT },
    temporal: { address: env.TEMPORAL_ADDRESS, namespace: env.TEMPORAL_NAMESPACE, uiUrl: env.TEMPORAL_UI_URL },
    dataDir,
    evotor: { apiUrl: env.EVOTOR_API_URL, appId: env.EVOTOR_APP_ID, webhookSecret: env.EVOTOR_WEBHOOK_SECRET },
    vk: {
      apiUrl: env.VK_API_URL,
      idUrl: env.VK_ID_URL,
      clientId: env.VK_CLIENT_ID,
      apiVersion: env.VK_API_VERSION,
      callsPerSecond: env.VK_CALLS_PER_SECOND,
      categoryId: env.VK_CATEGORY_ID,
      stockAmount: env.VK_STOCK_AMOUNT,
      defaultPhotoPath: env.VK_DEFAULT_PHOTO_PATH === null ? null : fromProjectRoot(env.VK_DEFAULT_PHOTO_PATH),
    },
    sync: {
      refreshIntervalSeconds: env.CATALOG_REFRESH_INTERVAL_SECONDS,
      healthIntervalSeconds: env.HEALTH_CHECK_INTERVAL_SECONDS,
      logRetentionDays: env.LOG_RETENTION_DAYS,
    },
    accounts: { inviteExpireHours: env.INVITE_EXPIRE_HOURS },
    mail: mailOf(env),
    sms: { provider: env.SMS_PROVIDER },
    jivosite: { widgetId: env.JIVOSITE_WIDGET_ID },
    supportEmail: env.SUPPORT_EMAIL,
    log: { level: env.LOG_LEVEL },
    metrics: { token: env.METRICS_TOKEN, port: env.METRICS_PORT },
    secrets: {
      secretKeys: env.SECRET_KEY ?? generated().secretKeys,
      tokenEncryptionKeys: env.TOKEN_ENCRYPTION_KEY ?? generated().tokenEncryptionKeys,
    },
  });
}

/** Reads our variables only; an empty text counts as not set, blanks around a value are dropped. */
function parseEnvironment(environment: Environment): Env {
  const given: Record<string, string> = {};
  for (const name of VARIABLES) {
    const value = environment[name]?.trim();
    if (value !== undefined && value !== '') given[name] = value;
  }
  const parsed = envSchema.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`);
  throw new ConfigError(`The configuration is not usable:\n${[...new Set(faults)].map(f => `  - ${f}`).join('\n')}`);
}

function mailOf(env: Env): MailConfig {
  const from = env.EMAIL_FROM ?? `EvoSync <no-reply@${env.DOMAIN ?? 'localhost'}>`;
  return env.EMAIL_PROVIDER === 'smtp' && env.SMTP_URL !== null
    ? { provider: 'smtp', smtpUrl: env.SMTP_URL, from }
    : { provider: 'console', from };
}

function fromProjectRoot(path: string): string {
  return isAbsolute(path) ? path : join(projectRoot, path);
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
