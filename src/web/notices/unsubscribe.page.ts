import type { NoticeMailSetting } from '../../services/notices/notice-contracts.js';
import type { Page } from '../render/page-presenter.js';

export interface UnsubscribeModel {
  readonly token: string;
  /** The address with its middle left out: whoever holds a forwarded letter learns no address from it. */
  readonly email: string;
  readonly isOn: boolean;
}

/** What the link of a letter opens, without a log-in: a question, or that it is done. */
export const unsubscribePage = (
  token: string,
  { email, isOn }: NoticeMailSetting,
): Page & { model: UnsubscribeModel } => ({
  view: 'notices/unsubscribe',
  title: isOn ? 'Отключить письма' : 'Письма отключены',
  showsNeeds: true,
  model: { token, email: shortEmail(email), isOn },
});

/** `o…a@chainaya.example`. */
export function shortEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const signs = [...email.slice(0, Math.max(0, at))];
  const name = signs.length < 3 ? '…' : `${signs[0] ?? ''}…${signs.at(-1) ?? ''}`;
  return `${name}${email.slice(Math.max(0, at))}`;
}
