/** Variables as the operating system gives them; an empty text counts as not set. */
export type Environment = Readonly<Record<string, string | undefined>>;

export const LOG_LEVELS = ['error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Keys that never leave the process. The first of each list is used for new values, all of them open old ones. */
export interface Secrets {
  /** Signs session cookies. */
  readonly secretKeys: readonly string[];
  /** 32 bytes each; seals vendor tokens at rest. */
  readonly tokenEncryptionKeys: readonly Uint8Array[];
}

export interface EvotorConfig {
  readonly apiUrl: string;
  /** Id of our app in the Evotor market; `null` = tokens are given by hand only. */
  readonly appId: string | null;
  /** What Evotor sends with its webhooks; `null` = partner webhooks are refused. */
  readonly webhookSecret: string | null;
}

export interface VkConfig {
  /** `/method/…` is appended. */
  readonly apiUrl: string;
  readonly idUrl: string;
  /** Id of our app at VK ID; `null` = «Войти через VK ID» is not offered, tokens are given by hand. */
  readonly clientId: string | null;
  readonly apiVersion: string;
  /** Call slots per token and second. */
  readonly callsPerSecond: number;
  readonly categoryId: number;
  /** What `fixed` stock shows while a good is in sale. */
  readonly stockAmount: number;
  /** Absolute; the picture of last resort. `null` = none. */
  readonly defaultPhotoPath: string | null;
}

export interface SyncConfig {
  readonly refreshIntervalSeconds: number;
  readonly healthIntervalSeconds: number;
  readonly logRetentionDays: number;
}

export type MailConfig =
  | { readonly provider: 'console'; readonly from: string }
  | { readonly provider: 'smtp'; readonly smtpUrl: string; readonly from: string };

/** Everything that may differ between two installations. Deeply frozen. */
export interface Config {
  readonly isProduction: boolean;
  readonly http: {
    /** 0 = any free port. */
    readonly port: number;
    /** Proxies in front of us whose `X-Forwarded-*` are believed; 0 = none. */
    readonly trustProxy: number;
  };
  /** Start of every link we print, without a slash at the end. */
  readonly baseUrl: string;
  /** `url` null = the embedded server; see `resolveEndpoints`. */
  readonly database: {
    readonly url: string | null;
    /** MariaDB's own programs, for backup and restore: names on PATH, or paths. */
    readonly dumpProgram: string;
    readonly clientProgram: string;
  };
  readonly temporal: {
    /** `host:port`; null = the embedded server. */
    readonly address: string | null;
    readonly namespace: string;
    readonly uiUrl: string | null;
  };
  /** Absolute. */
  readonly dataDir: string;
  readonly evotor: EvotorConfig;
  readonly vk: VkConfig;
  readonly sync: SyncConfig;
  readonly accounts: { readonly inviteExpireHours: number };
  readonly mail: MailConfig;
  readonly sms: { readonly provider: 'console' };
  readonly jivosite: { readonly widgetId: string | null };
  /** Where people write when they need help; `null` = the pages name nobody. */
  readonly supportEmail: string | null;
  readonly log: { readonly level: LogLevel };
  /** `token` null = `/metrics` answers on loopback only. `port`: the worker's own listener; null = it has none. */
  readonly metrics: { readonly token: string | null; readonly port: number | null };
  readonly secrets: Secrets;
}
