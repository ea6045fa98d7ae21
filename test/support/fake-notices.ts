/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { JobId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { causeOf } from '../../src/domain/notices/causes.js';
import type {
  NeedFacts,
  NoticeMailSetting,
  NoticeService,
  NoticeView,
} from '../../src/services/notices/notice-contracts.js';
import type { SyncService } from '../../src/services/web-services.js';
import { NOW, minutesAgo } from './fake-connections.js';

export interface FakeNotices extends NoticeService {
  rows: NoticeView[];
  mail: NoticeMailSetting;
  pageSize: number;
  /** Whether runs are started by the clock. */
  clock: NeedFacts['clock'];
}

/** What the link of a letter carries for the merchant of the fakes. */
export const UNSUBSCRIBE_TOKEN = '1.fake-signature';
const DAY_MS = 86_400_000;

export const buildNotice = (over: Partial<NoticeView> & Pick<NoticeView, 'code'>): NoticeView => ({
  id: 501,
  params: {},
  nature: causeOf(over.code).nature,
  jobId: null,
  createdAt: minutesAgo(45),
  closedAt: null,
  snoozedUntil: null,
  mailedAt: minutesAgo(44),
  ...over,
});

/** A history of notices that are all over. */
export const PAST_NOTICES: readonly NoticeView[] = [
  buildNotice({ id: 403, code: 'VK.CAPTCHA', createdAt: minutesAgo(1500), closedAt: minutesAgo(1440) }),
  buildNotice({
    id: 402,
    code: 'BRAKE.HIDES',
    params: { count: '12' },
    createdAt: minutesAgo(3000),
    closedAt: minutesAgo(2990),
    mailedAt: null,
  }),
  buildNotice({
    id: 401,
    code: 'SYNC.FIRST_LOAD',
    params: { inVk: '396', withReason: '2' },
    createdAt: minutesAgo(4492),
    closedAt: minutesAgo(4400),
  }),
];

/** Notices of a merchant whom everything asks something. */
export const ASKING_NOTICES: readonly NoticeView[] = [
  buildNotice({ id: 505, code: 'SYNC.FIRST_LOAD', params: { inVk: '396', withReason: '2' } }),
  buildNotice({
    id: 504,
    code: 'EVOTOR.STORE_STALE',
    params: { store: 'Чайная на Большой Покровской, второй этаж, вход со двора через арку и дальше налево, и ещё 2' },
  }),
  buildNotice({ id: 503, code: 'BRAKE.HIDES', params: { count: '12' }, jobId: 320 as JobId }),
  buildNotice({
    id: 502,
    code: 'TWIN.FOREIGN',
    params: { count: '1', names: '«Бай Му Дань»' },
    snoozedUntil: minutesAgo(-600),
  }),
  buildNotice({ id: 501, code: 'SYNC.PARKED_LONG', params: { cause: 'VK.FLOOD' } }),
];

/** Nothing stands open; what was told once is over. */
export function createFakeNotices(sync: Pick<SyncService, 'overview'>): FakeNotices {
  const open = (): NoticeView[] => fake.rows.filter(({ closedAt }) => closedAt === null);
  const change = (id: number, over: Partial<NoticeView>): void => {
    if (!open().some(notice => notice.id === id)) throw new AppError('not_found', 'NOTICE.NOT_FOUND');
    fake.rows = fake.rows.map(notice => (notice.id === id ? { ...notice, ...over } : notice));
  };
  const known = (token: string): void => {
    if (token !== UNSUBSCRIBE_TOKEN) throw new AppError('not_found', 'NOTICE.LINK_BROKEN');
  };
  const fake: FakeNotices = {
    rows: [...PAST_NOTICES],
    mail: { email: 'olga@chainaya.example', isConfirmed: true, isOn: true },
    pageSize: 30,
    clock: 'running',
    async needs(userId) {
      return { ...(await sync.overview(userId)), notices: open(), clock: fake.clock };
    },
    async open() {
      return open();
    },
    async history(_userId, page) {
      const from = (page - 1) * fake.pageSize;
      return {
        rows: fake.rows.slice(from, from + fake.pageSize),
        total: fake.rows.length,
        pageSize: fake.pageSize,
        mail: fake.mail,
      };
    },
    async snooze(_userId, id) {
      change(id, { snoozedUntil: new Date(NOW.getTime() + DAY_MS) });
    },
    async dismiss(_userId, id) {
      if (fake.rows.find(notice => notice.id === id)?.nature !== 'news')
        throw new AppError('not_found', 'NOTICE.NOT_FOUND');
      change(id, { closedAt: NOW });
    },
    async setMail(_userId, isOn) {
      fake.mail = { ...fake.mail, isOn };
    },
    async unsubscribing(token) {
      known(token);
      return fake.mail;
    },
    async unsubscribe(token) {
      known(token);
      fake.mail = { ...fake.mail, isOn: false };
    },
  };
  return fake;
}
