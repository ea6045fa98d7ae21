import { projectRoot } from '../config/project-root.js';
import { createMailer } from '../mail/create-mailer.js';
import type { Mailer } from '../mail/mailer.js';
import { createLetterRenderer, type RenderLetter } from '../mail/render-letter.js';
import type { Base } from './compose.js';

/** What letters are written and sent with. */
export interface MailDeps {
  readonly mailer: Mailer;
  readonly renderLetter: RenderLetter;
}

export function composeMail({ config, logger }: Pick<Base, 'config' | 'logger'>): MailDeps {
  return {
    mailer: createMailer(config, logger),
    renderLetter: createLetterRenderer({ projectRoot, baseUrl: config.baseUrl }),
  };
}
