/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import { mustHave } from '../../src/domain/access/actor.js';
import type { JobId, UserId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import type {
  ApiLogDetail,
  ApiLogFilter,
  ApiLogLine,
  ApiLogPage,
  ApiLogPlace,
  ApiLogViewer,
} from '../../src/services/admin/api-log-contracts.js';
import type { IncomingLog, IncomingMessage } from '../../src/services/webhooks/incoming-log.js';
import { minutesAgo } from './fake-connections.js';

/** Lines of the log in memory; notes what it was asked for. */
export interface FakeApiLog extends ApiLogViewer {
  lines: ApiLogDetail[];
  readonly asked: { readonly filter: ApiLogFilter; readonly place: ApiLogPlace }[];
  /** What the next page says of itself besides its lines. */
  page: Omit<ApiLogPage, 'lines'>;
}

const OLGA = { userId: 1 as UserId, email: 'olga@chainaya.example', jobId: 318 as JobId } as const;
const NOBODY = { userId: null, email: null, jobId: null } as const;

const line = (
  id: number,
  minutes: number,
  rest: Pick<ApiLogLine, 'service' | 'method' | 'path' | 'status' | 'outcome' | 'vendorCode'> & Partial<ApiLogDetail>,
): ApiLogDetail => ({
  id,
  ...OLGA,
  durationMs: 182,
  requestBytes: 640,
  responseBytes: 2048,
  startedAt: minutesAgo(minutes),
  request: { text: '', kept: 'none' },
  response: { text: '', kept: 'read_that_worked' },
  curl: `curl 'https://api.evotor.ru/stores' \\\n  -H "Authorization: Bearer $TOKEN"`,
  curlLacks: null,
  isWrite: false,
  ...rest,
});

/** One line of each kind. */
export const API_LOG_LINES: readonly ApiLogDetail[] = [
  line(906, 1, {
    service: 'vk',
    method: 'POST',
    path: 'market.edit',
    status: 200,
    outcome: 'ok',
    vendorCode: null,
    request: {
      text: JSON.stringify({ owner_id: -200, item_id: 7, name: 'Чай «Бай Му Дань», 50 г', price: '350.00' }, null, 2),
      kept: 'kept',
    },
    response: { text: JSON.stringify({ response: 1 }, null, 2), kept: 'kept' },
    curl: `curl -X POST 'https://api.vk.ru/method/market.edit' \\\n  --data-urlencode 'name=Чай «Бай Му Дань», 50 г' \\\n  --data-urlencode "access_token=$TOKEN" \\\n  -d 'v=5.199'`,
    isWrite: true,
  }),
  line(905, 2, {
    service: 'vk',
    method: 'POST',
    path: 'market.add',
    status: 200,
    outcome: 'api_error',
    vendorCode: '9',
    request: { text: '{"name":"Очень длинное название, которое в журнал целиком не помести…', kept: 'shortened' },
    response: { text: JSON.stringify({ error: { error_code: 9, error_msg: 'Flood control' } }, null, 2), kept: 'kept' },
    curlLacks: 'end_of_body',
    isWrite: true,
  }),
  line(904, 3, {
    service: 'vk_upload',
    method: 'POST',
    path: '/upload.php',
    status: null,
    outcome: 'unknown',
    vendorCode: 'reset ECONNRESET',
    request: { text: '', kept: 'file' },
    response: { text: '', kept: 'no_answer' },
    curlLacks: 'address',
  }),
  line(903, 4, {
    service: 'evotor',
    method: 'GET',
    path: '/stores',
    status: 200,
    outcome: 'ok',
    vendorCode: null,
    curlLacks: 'page',
  }),
  line(902, 5, {
    ...NOBODY,
    service: 'evotor_webhook',
    method: 'POST',
    path: '/user/create',
    status: 401,
    outcome: 'api_error',
    vendorCode: '1001',
    request: { text: '', kept: 'not_read' },
    response: { text: JSON.stringify({ errors: [{ code: 1001 }] }, null, 2), kept: 'kept' },
    curlLacks: 'body',
    isWrite: true,
  }),
  line(901, 6, {
    jobId: null,
    service: 'vk_id',
    method: 'POST',
    path: '/oauth2/auth',
    status: 200,
    outcome: 'ok',
    vendorCode: null,
    request: { text: JSON.stringify({ grant_type: 'refresh_token' }, null, 2), kept: 'kept' },
    response: { text: '', kept: 'secret' },
    curlLacks: 'secrets',
  }),
];

export function createFakeApiLog(): FakeApiLog {
  const fake: FakeApiLog = {
    lines: [...API_LOG_LINES],
    asked: [],
    page: { older: 901, newer: null, stoppedAfter: null },
    async list(actor, filter, place) {
      mustHave(actor, 'api_log.view');
      if (filter.merchant === 'nobody@example.com')
        throw new AppError('invalid', 'API_LOG.NO_SUCH_MERCHANT', { field: 'user' });
      fake.asked.push({ filter, place });
      const lines = fake.lines.filter(({ service, path }) => {
        const isService = filter.service === undefined || service === filter.service;
        return isService && path.includes(filter.path ?? '');
      });
      return { ...fake.page, lines };
    },
    async line(actor, id) {
      mustHave(actor, 'api_log.view');
      const found = fake.lines.find(one => one.id === id);
      if (found === undefined) throw new AppError('not_found', 'API_LOG.NOT_FOUND');
      return found;
    },
  };
  return fake;
}

/** Notes the messages of Evotor it was told of. */
export interface FakeIncomingLog extends IncomingLog {
  readonly noted: IncomingMessage[];
}

export function createFakeIncomingLog(): FakeIncomingLog {
  const noted: IncomingMessage[] = [];
  return { noted, note: message => void noted.push(message), drain: () => Promise.resolve() };
}
