import type { AdminJob } from '../../../services/admin/jobs/jobs-contracts.js';
import { links } from '../../links.js';
import { isActive } from '../../sync/job-words.js';

/** Something an operator may do: a form that is sent at once, or a page that asks first. */
export interface JobAction {
  readonly label: string;
  readonly href: string;
  /** `true` = a page that asks; `false` = a form. */
  readonly asks: boolean;
  readonly isDanger: boolean;
  /** What the form sends. */
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** To a merchant's exchange: what they could do themselves. */
export function merchantActions({ id, isPaused }: AdminJob['merchant']): readonly JobAction[] {
  const user = ['user_id', String(id)] as const;
  return [
    { label: 'Запустить обмен', href: links.admin.runNow, asks: false, isDanger: false, fields: [user] },
    {
      label: isPaused ? 'Снять с паузы' : 'Поставить на паузу',
      href: links.admin.pauseMerchant,
      asks: false,
      isDanger: false,
      fields: [user, ['paused', isPaused ? '0' : '1']],
    },
  ];
}

/** To one job: stopping at the next operation is harmless, ending at once asks first. */
export function jobActions(job: AdminJob): readonly JobAction[] {
  const canCancel = isActive(job) || job.status === 'awaiting_approval';
  const cancel: JobAction = {
    label: job.status === 'awaiting_approval' ? 'Снять вопрос' : 'Остановить',
    href: links.admin.jobAction(job.id, 'cancel'),
    asks: false,
    isDanger: false,
    fields: [],
  };
  const terminate: JobAction = {
    label: 'Прервать сразу…',
    href: links.admin.jobAction(job.id, 'terminate'),
    asks: true,
    isDanger: true,
    fields: [],
  };
  return [...(canCancel ? [cancel] : []), ...(isActive(job) ? [terminate] : [])];
}
