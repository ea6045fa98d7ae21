import type { ApiLogBody, ApiLogDetail } from '../../../services/admin/api-log-contracts.js';
import { links } from '../../links.js';
import type { Chip } from '../../render/chip.js';
import type { Crumb } from '../../render/crumbs.js';
import type { Page } from '../../render/page-presenter.js';
import type { Moment } from '../../texts/moments.js';
import { codeMeaning } from './code-words.js';
import { exactMoment } from './log-time.js';
import { millisecondsText, sizeText } from './log-sizes.js';
import { BODY_WORDS, CURL_WORDS, outcomeChip, SERVICE_WORDS } from './log-words.js';
import { callText, logsHref, ownerOf, type LogRow } from './logs.page.js';

interface BodyModel {
  readonly id: string;
  readonly title: string;
  readonly size: string;
  /** Empty = not kept. */
  readonly text: string;
  readonly note: string;
}

export interface LogModel extends Pick<LogRow, 'merchant' | 'job'> {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  readonly at: Moment;
  readonly outcome: Chip;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly bodies: readonly BodyModel[];
  readonly curl: string;
  readonly curlRows: number;
  readonly curlNotes: readonly string[];
  /** Other lines of the same merchant and of the same run. */
  readonly related: readonly { readonly href: string; readonly text: string }[];
}

export function logPage(line: ApiLogDetail): Page & { model: LogModel } {
  const heading = callText(line);
  return {
    view: 'admin/log',
    title: `${heading} · Журнал API`,
    section: 'admin-logs',
    model: {
      crumbs: [
        { label: 'Журнал API', href: links.admin.logs },
        { label: `Запрос № ${line.id}`, href: null },
      ],
      heading,
      at: exactMoment(line.startedAt),
      outcome: outcomeChip(line),
      ...ownerOf(line),
      facts: [
        { label: 'Сервис', value: SERVICE_WORDS[line.service] },
        { label: 'Статус HTTP', value: line.status === null ? 'ответа нет' : String(line.status) },
        { label: 'Код сервиса', value: codeText(line) },
        { label: 'Длился', value: millisecondsText(line.durationMs) },
      ],
      bodies: [
        body('request', 'Запрос', line.requestBytes, line.request),
        body('response', 'Ответ', line.responseBytes, line.response),
      ],
      curl: line.curl,
      // Long lines wrap on a phone.
      curlRows: line.curl.split('\n').length + 2,
      curlNotes: [
        line.service === 'vk_upload' || line.service === 'vk_id'
          ? 'Ключей в команде нет.'
          : 'Вместо ключа стоит $TOKEN: задайте эту переменную сами.',
        ...(line.curlLacks === null ? [] : [CURL_WORDS[line.curlLacks]]),
        ...(line.isWrite ? ['Осторожно: команда сделает то же самое ещё раз, по-настоящему.'] : []),
      ],
      related: [
        ...(line.userId === null
          ? []
          : [{ href: logsHref({ user: String(line.userId) }), text: 'Все запросы продавца' }]),
        ...(line.jobId === null ? [] : [{ href: logsHref({ job: String(line.jobId) }), text: 'Все запросы обмена' }]),
      ],
    },
  };
}

/** The code as the service sent it, and what it means. */
function codeText({ service, vendorCode }: ApiLogDetail): string {
  const means = codeMeaning(service, vendorCode);
  return [vendorCode ?? '—', means].filter(Boolean).join(' · ');
}

const body = (id: string, title: string, bytes: number, { text, kept }: ApiLogBody): BodyModel => ({
  id,
  title,
  size: sizeText(bytes),
  text,
  note: BODY_WORDS[kept],
});
