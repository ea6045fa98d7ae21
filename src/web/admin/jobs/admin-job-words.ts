import type { AdminJobFilter } from '../../../services/admin/jobs/jobs-contracts.js';
import type { JobView } from '../../../services/web-services.js';

/** Who began a run, as somebody reads it who did not. */
export const ADMIN_TRIGGERS: Readonly<Record<JobView['trigger'], string>> = {
  schedule: 'по расписанию',
  manual: 'вручную',
  webhook: 'после изменения на кассе',
  approval: 'после ответа продавца',
  undo: 'откат',
};

/** What an operator looks for most. */
export const ONLY_WORDS: Readonly<Record<NonNullable<AdminJobFilter['only']>, string>> = {
  running: 'Идут',
  waiting: 'Ждут ответа',
  parked: 'Отложены сейчас',
  failures: 'С ошибками',
};
