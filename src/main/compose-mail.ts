import { projectRoot } from '../config/project-root.js';
import { createMailer } from '../mail/create-mailer.js';
import type { Mailer } from '../mail/mailer.js';
import { createPostbox, type Postbox } from '../mail/postbox.js';
import { createLetterRenderer, type RenderLetter } from '../mail/render-letter.js';
import { createConsoleSms, type SmsSender } from '../mail/sms.js';
import type { Base } from './compose.js';
import { meteredMailer } from './metered.js';

/** What letters and text messages are written and sent with. */
export interface MailDeps {
  readonly mailer: Mailer;
  readonly renderLetter: RenderLetter;
  readonly postbox: Postbox;
  readonly sms: SmsSender;
}

export function composeMail({ config, logger, metrics }: Pick<Base, 'config' | 'logger' | 'metrics'>): MailDeps {
  const mailer = meteredMailer(createMailer(config, logger), metrics);
  const renderLetter = createLetterRenderer({
    projectRoot,
    baseUrl: config.baseUrl,
    supportEmail: config.supportEmail,
  });
  return { mailer, renderLetter, postbox: createPostbox(mailer, renderLetter, logger), sms: createConsoleSms(logger) };
}
