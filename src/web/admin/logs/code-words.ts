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

/** What we refuse Evotor's messages with. */
const REFUSALS: Readonly<Record<string, string>> = {
  '1001': 'Секрет не подошёл',
  '1006': 'Почта, пароль или код не подошли',
  '2001': 'Сообщение не разобрать',
  '2002': 'Нет нужного поля',
  '2003': 'Поле заполнено неверно',
  '2004': 'Касса уже у другого продавца',
  '2005': 'У продавца уже есть касса',
};

/** What the code of a call means, in a few words; empty when nobody has said. */
export function codeMeaning(service: ApiLogService, vendorCode: string | null): string {
  if (vendorCode === null || vendorCode === '') return '';
  const [cause = ''] = vendorCode.split(' ', 1);
  if (Object.hasOwn(CAUSES, cause)) return CAUSES[cause] ?? '';
  if (/^http_5\d\d$/u.test(cause)) return 'Сбой на стороне сервиса';
  if (service === 'evotor_webhook') return Object.hasOwn(REFUSALS, vendorCode) ? (REFUSALS[vendorCode] ?? '') : '';
  const problem = vendorProblem(service, vendorCode);
  return problem === null ? '' : problemCard(problem).what;
}
