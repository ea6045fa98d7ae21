import type { Config } from '../config/config.js';
import { registerSecret } from '../observability/redact.js';

/** No key of the configuration appears in a log line, whoever puts it into a message. */
export function registerConfiguredSecrets({ secrets, evotor, metrics, mail }: Config): void {
  const password = mail.provider === 'smtp' ? decodeURIComponent(new URL(mail.smtpUrl).password) : '';
  const keys = secrets.tokenEncryptionKeys.map(key => Buffer.from(key).toString('base64'));
  for (const secret of [...secrets.secretKeys, ...keys, evotor.webhookSecret, metrics.token, password])
    if (secret !== null) registerSecret(secret);
}
