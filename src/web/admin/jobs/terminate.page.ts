import type { AdminJobDetail } from '../../../services/admin/jobs/jobs-contracts.js';
import { links } from '../../links.js';
import type { Page } from '../../render/page-presenter.js';
import { KIND_WORDS } from '../../sync/job-words.js';
import type { UserConfirmModel } from '../users/user-confirm.page.js';

/** Asks before a run is ended at once. */
export function terminatePage(job: AdminJobDetail): Page & { model: UserConfirmModel } {
  const heading = `${KIND_WORDS[job.kind]} № ${job.id}`;
  return {
    view: 'admin/user-confirm',
    title: 'Прервать обмен?',
    section: 'admin-jobs',
    model: {
      crumbs: [
        { label: 'Обмены', href: links.admin.jobs },
        { label: heading, href: links.admin.job(job.id) },
        { label: 'Прервать', href: null },
      ],
      heading: 'Прервать обмен сразу?',
      who: `${heading}, ${job.merchant.email}`,
      consequences: [
        { lead: 'Обмен', text: 'закончится сейчас, посреди действия, вместе с теми, что ждут за ним.' },
        { lead: 'Отправленное', text: 'останется в VK. Следующий обмен проверит, что дошло, и продолжит.' },
        { lead: 'Мягче', text: 'кнопка «Остановить»: обмен закончит текущее действие и остановится сам.' },
      ],
      submit: 'Прервать сразу',
      isDanger: true,
      keep: 'Не прерывать',
      action: links.admin.jobAction(job.id, 'terminate'),
      backHref: links.admin.job(job.id),
      field: null,
      summary: null,
      card: null,
    },
  };
}
