import { ACCESS_MESSAGES } from './messages/access-messages.js';
import { ACCOUNT_MESSAGES } from './messages/account-messages.js';
import { API_MESSAGES } from './messages/api-messages.js';
import { CATALOGUE_MESSAGES } from './messages/catalogue-messages.js';
import { ENGINE_MESSAGES } from './messages/engine-messages.js';
import { EVOTOR_MESSAGES } from './messages/evotor-messages.js';
import { FILE_MESSAGES } from './messages/file-messages.js';
import { LETTER_MESSAGES } from './messages/letter-messages.js';
import type { Message } from './messages/message.js';
import { BACKUP_MESSAGES } from './messages/backup-messages.js';
import { NOTICE_MESSAGES } from './messages/notice-messages.js';
import { PREVIEW_MESSAGES } from './messages/preview-messages.js';
import { QUIET_MESSAGES } from './messages/quiet-messages.js';
import { RARE_MESSAGES } from './messages/rare-messages.js';
import { SITE_MESSAGES } from './messages/site-messages.js';
import { START_MESSAGES } from './messages/start-messages.js';
import { SYNC_MESSAGES } from './messages/sync-messages.js';
import { VK_ID_MESSAGES } from './messages/vk-id-messages.js';
import { SYSTEM_MESSAGES } from './messages/system-messages.js';
import { TILL_APP_MESSAGES } from './messages/till-app-messages.js';
import { VK_MESSAGES } from './messages/vk-messages.js';
import { VK_REFUSAL_MESSAGES } from './messages/vk-refusal-messages.js';

/** The sentences of every code a use case, a client or the site itself may report. */
export const MESSAGES = {
  ...ACCOUNT_MESSAGES,
  ...ACCESS_MESSAGES,
  ...LETTER_MESSAGES,
  ...EVOTOR_MESSAGES,
  ...TILL_APP_MESSAGES,
  ...VK_MESSAGES,
  ...VK_ID_MESSAGES,
  ...VK_REFUSAL_MESSAGES,
  ...RARE_MESSAGES,
  ...NOTICE_MESSAGES,
  ...QUIET_MESSAGES,
  ...SYNC_MESSAGES,
  ...ENGINE_MESSAGES,
  ...SITE_MESSAGES,
  ...START_MESSAGES,
  ...CATALOGUE_MESSAGES,
  ...PREVIEW_MESSAGES,
  ...FILE_MESSAGES,
  ...API_MESSAGES,
  ...SYSTEM_MESSAGES,
  ...BACKUP_MESSAGES,
} as const satisfies Record<string, Message>;

/** Said of a code nobody has written a sentence for; the code itself stands below in small print. */
export const UNKNOWN_MESSAGE: Message = {
  what: 'Не всё получилось',
  why: 'Ничего не потеряно: мы записали, на чём остановились.',
  fix: 'Попробуйте ещё раз. Если не помогло, сообщите администратору сайта и назовите код.',
};

/** Codes that mean to a merchant what another code says already. */
const SAME_AS: Readonly<Record<string, keyof typeof MESSAGES>> = {
  'DB.ACCESS_DENIED': 'DB.DOWN',
  'DB.UNKNOWN': 'DB.DOWN',
  'TEMPORAL.NAMESPACE_UNKNOWN': 'TEMPORAL.DOWN',
  'PORT.TAKEN': 'DB.DOWN',
  'PORT.FORBIDDEN': 'DB.DOWN',
  'VK.UNAVAILABLE': 'VK.DOWN',
  'VK.UPLOAD_STALE': 'VK.DOWN',
  'VK.SECTION_OFF': 'VK.DOWN',
  'VK.TOO_FAST': 'VK.FLOOD',
  'VK.METHOD_LIMIT': 'VK.FLOOD',
  'VK.BAD_LINKS': 'VK.CONTENT_BLOCKED',
  'VK.PARAM_REFUSED': 'VK.REFUSED',
  'VK.VARIANTS_REFUSED': 'VK.REFUSED',
  'EVOTOR.UNAVAILABLE': 'EVOTOR.DOWN',
  'WEBHOOK.SECRET_WRONG': 'WEBHOOK.TOKEN_UNKNOWN',
  'WEBHOOK.USER_UNKNOWN': 'WEBHOOK.TOKEN_UNKNOWN',
  'WEBHOOK.LOGIN_WRONG': 'LOGIN.WRONG',
  'WEBHOOK.BROKEN': 'REQUEST.BROKEN',
  'WEBHOOK.FIELD_MISSING': 'REQUEST.BROKEN',
  'WEBHOOK.FIELD_WRONG': 'REQUEST.BROKEN',
};

export function messageOf(asked: string): Message {
  const code = SAME_AS[asked] ?? asked;
  return Object.hasOwn(MESSAGES, code) ? MESSAGES[code as keyof typeof MESSAGES] : UNKNOWN_MESSAGE;
}
