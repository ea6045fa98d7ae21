import { join } from 'node:path';
import type { Config } from '../config/config.js';
import type { Logger } from '../observability/logger.js';
import { registerSecret } from '../observability/redact.js';
import { createConsoleMailer } from './console-mailer.js';
import type { Mailer } from './mailer.js';
import { createSmtpMailer } from './smtp-mailer.js';

/** The mailer the configuration asks for. */
export function createMailer({ mail, dataDir }: Pick<Config, 'mail' | 'dataDir'>, logger: Logger): Mailer {
  if (mail.provider === 'console') return createConsoleMailer(join(dataDir, 'mail'), mail.from, logger);
  const { password } = new URL(mail.smtpUrl);
  if (password !== '') registerSecret(decodeURIComponent(password));
  return createSmtpMailer(mail.smtpUrl, mail.from);
}
