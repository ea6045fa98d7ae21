import { z } from 'zod';
import { LOG_LEVELS } from './config.js';
import {
  hostName,
  mailbox,
  keyList,
  secretList,
  secretText,
  serverAddress,
  text,
  webAddress,
  whole,
  wholeOrNone,
} from './fields.js';

/** Every variable EvoSync reads; `.env.example` describes the same ones. */
export const envSchema = z
  .object({
    NODE_ENV: z.string().default('development'),
    PORT: whole(0, 65_535, 8080),
    DOMAIN: hostName().nullable().default(null),
    BASE_URL: webAddress().nullable().default(null),
    SECRET_KEY: secretList(16),
    TOKEN_ENCRYPTION_KEY: keyList(),
    DATABASE_URL: serverAddress('mariadb'),
    MARIADB_DUMP: z.string().max(1000).default('mariadb-dump'),
    MARIADB_CLIENT: z.string().max(1000).default('mariadb'),
    TEMPORAL_ADDRESS: z
      .string()
      .regex(/^[^\s/:]+:\d{1,5}$/, 'must be host:port')
      .nullable()
      .default(null),
    TEMPORAL_NAMESPACE: z
      .string()
      .regex(/^[\w.-]{1,100}$/, 'must be a Temporal namespace name')
      .default('default'),
    TEMPORAL_UI_URL: webAddress().nullable().default(null),
    DATA_DIR: z.string().default('.data'),
    EVOTOR_API_URL: webAddress().default('https://api.evotor.ru'),
    EVOTOR_APP_ID: text(),
    EVOTOR_WEBHOOK_SECRET: secretText(8),
    VK_API_URL: webAddress().default('https://api.vk.ru'),
    VK_ID_URL: webAddress().default('https://id.vk.ru'),
    VK_CLIENT_ID: text(),
    VK_API_VERSION: z
      .string()
      .regex(/^\d+\.\d+$/, 'must be a version such as 5.199')
      .default('5.199'),
    VK_CALLS_PER_SECOND: whole(1, 20, 3),
    VK_CATEGORY_ID: whole(1, 999_999_999, 40_932),
    VK_STOCK_AMOUNT: whole(1, 999_999, 1000),
    VK_DEFAULT_PHOTO_PATH: text(1000),
    CATALOG_REFRESH_INTERVAL_SECONDS: whole(60, 604_800, 3600),
    HEALTH_CHECK_INTERVAL_SECONDS: whole(30, 86_400, 600),
    LOG_RETENTION_DAYS: whole(1, 3650, 30),
    INVITE_EXPIRE_HOURS: whole(1, 720, 48),
    EMAIL_PROVIDER: z.enum(['console', 'smtp'], 'must be console or smtp').default('console'),
    SMTP_URL: serverAddress('smtp', 'smtps'),
    EMAIL_FROM: text(),
    SMS_PROVIDER: z.literal('console', 'must be console').default('console'),
    JIVOSITE_WIDGET_ID: z
      .string()
      .regex(/^[\w-]+$/, 'must be letters and digits')
      .nullable()
      .default(null),
    SUPPORT_EMAIL: mailbox(),
    LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
    METRICS_TOKEN: secretText(16),
    METRICS_PORT: wholeOrNone(1, 65_535),
    TRUST_PROXY: whole(0, 10, 0),
  })
  .superRefine((env, context) => {
    const need = (name: keyof typeof env, message: string): void => {
      if (env[name] === null) context.addIssue({ code: 'custom', path: [name], message });
    };
    if (env.EMAIL_PROVIDER === 'smtp') {
      need('SMTP_URL', 'is needed with EMAIL_PROVIDER=smtp');
      need('EMAIL_FROM', 'is needed with EMAIL_PROVIDER=smtp');
    }
    if (env.NODE_ENV === 'production') {
      need('SECRET_KEY', 'is needed with NODE_ENV=production');
      need('TOKEN_ENCRYPTION_KEY', 'is needed with NODE_ENV=production');
    }
  });

export type Env = z.infer<typeof envSchema>;

/** Names of all variables, in the order of the schema. */
export const VARIABLES: readonly string[] = Object.keys(envSchema.shape);
