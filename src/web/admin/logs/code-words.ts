import type { ApiLogService } from '../../../services/admin/api-log-contracts.js';
import { vendorProblem } from '../../../services/admin/vendor-problem.js';
import { problemCard } from '../../texts/problem.js';

/** Calls that ended without an answer we could read, by the first word of what was noted. */
const CAUSES: Readonly<Record<string, string>> = {
  timeout: 'Ответа не дождались',
  reset: 'Соединение оборвалось',
  too_large: 'Ответ слишком большой',
  aborted: 'Запрос прервали мы сами',
  broken_reply: 'Ответ не разобрать',
  unexpected_reply: 'Ответ не такой, как обещано',
};

/** What the code of a call means, in a few words; empty when nobody has said. */
export function codeMeaning(service: ApiLogService, vendorCode: string | null): string {
  if (vendorCode === null || vendorCode === '') return '';
  const [cause = ''] = vendorCode.split(' ', 1);
  if (Object.hasOwn(CAUSES, cause)) return CAUSES[cause] ?? '';
  if (/^http_5\d\d$/u.test(cause)) return 'Сбой на стороне сервиса';
  const problem = vendorProblem(service, vendorCode);
  return problem === null ? '' : problemCard(problem).what;
}
