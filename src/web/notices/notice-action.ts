import type { JobId } from '../../domain/brand.js';
import { links } from '../links.js';

interface Action {
  readonly href: string;
  readonly label: string;
}

const BY_CAUSE: Readonly<Record<string, Action>> = {
  till: { href: '/evotor', label: 'Исправить' },
  shop: { href: '/vk', label: 'Исправить' },
  captcha: { href: '/connections', label: 'Проверить' },
  merge: { href: '/sync/merge', label: 'Выбрать' },
};

/** Where a notice leads whose card has no button of its own: its page, else the run that found it. */
export function noticeAction(cause: string, jobId: JobId | null): Action | null {
  const own = BY_CAUSE[cause];
  if (own !== undefined) return own;
  if (jobId === null) return null;
  return { href: cause === 'approval' ? `${links.run(jobId)}#approval` : links.run(jobId), label: 'Посмотреть' };
}
