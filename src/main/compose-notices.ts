import type { NoticeMailDeps } from '../services/notices/tell-merchants.js';
import { noticeLetter } from '../web/notices/notice-letter.js';
import { composeMail } from './compose-mail.js';
import type { Base } from './compose.js';

/** What a worker writes to merchants with: the words are the site's, the letters the mailer's. */
export function composeNotices(
  base: Base,
): Pick<NoticeMailDeps, 'mailer' | 'renderLetter' | 'writeNoticeLetter' | 'secretKeys'> {
  const { mailer, renderLetter } = composeMail(base);
  return { mailer, renderLetter, writeNoticeLetter: noticeLetter, secretKeys: base.config.secrets.secretKeys };
}
