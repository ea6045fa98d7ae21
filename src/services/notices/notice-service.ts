import type { Database } from '../../db/database.js';
import { needsOfMerchant, type NeedJobRow, type NeedRow } from '../../db/repositories/needs.repository.js';
import { mailSetting, setWantsMail } from '../../db/repositories/notice-mails.repository.js';
import {
  endNotice,
  findNotice,
  listNotices,
  openNotices,
  snoozeNotice,
  type NoticeRecord,
} from '../../db/repositories/notices.repository.js';
import type { UserId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { clockState, intervalOf } from '../../domain/clock/schedules.js';
import { causeOf } from '../../domain/notices/causes.js';
import type { NeedFacts, NeedJob, NoticeMailSetting, NoticeService, NoticeView } from './notice-contracts.js';
import { unsubscribedUser } from './unsubscribe-token.js';

/** «Позже» lasts a day. */
const SNOOZE_MS = 86_400_000;
/** News put themselves away after a week. */
const NEWS_MS = 7 * 86_400_000;
const PAGE_SIZE = 30;
/** The dispatcher's rhythm is no setting. */
const DISPATCH_MS = intervalOf('dispatch', 0);

interface Deps {
  readonly db: Database;
  readonly now: () => number;
  readonly secretKeys: readonly string[];
}

/** What the merchant is told, in the site. */
export function createNoticeService({ db, now, secretKeys }: Deps): NoticeService {
  const isFresh = ({ nature, createdAt }: NoticeView): boolean =>
    nature !== 'news' || now() - createdAt.getTime() < NEWS_MS;

  async function own(userId: UserId, noticeId: number): Promise<NoticeRecord> {
    const notice = await findNotice(db, userId, noticeId);
    if (notice === null) throw new AppError('not_found', 'NOTICE.NOT_FOUND');
    return notice;
  }

  async function settingOf(userId: UserId, missing: string): Promise<NoticeMailSetting> {
    const setting = await mailSetting(db, userId);
    if (setting === null) throw new AppError('not_found', missing);
    return setting;
  }

  return {
    async needs(userId) {
      const row = await needsOfMerchant(db, userId);
      if (row === null) throw new AppError('not_found', 'ACCOUNT.NOT_FOUND');
      return {
        ...stateOf(row),
        notices: row.notices.map(noticeView).filter(isFresh),
        clock: row.dispatch === null ? 'unknown' : clockState(row.dispatch, DISPATCH_MS, now()),
      };
    },
    async open(userId) {
      return (await openNotices(db, userId)).map(noticeView).filter(isFresh);
    },
    async history(userId, page) {
      const found = await listNotices(db, userId, { offset: (Math.max(1, page) - 1) * PAGE_SIZE, limit: PAGE_SIZE });
      const mail = await settingOf(userId, 'ACCOUNT.NOT_FOUND');
      return { rows: found.rows.map(noticeView), total: found.total, pageSize: PAGE_SIZE, mail };
    },
    async snooze(userId, noticeId) {
      const { id } = await own(userId, noticeId);
      await snoozeNotice(db, userId, id, new Date(now() + SNOOZE_MS));
    },
    async dismiss(userId, noticeId) {
      const { id, code } = await own(userId, noticeId);
      // What is still to be mended would come back with the next run, and the shop would stand still unseen until then.
      if (causeOf(code).nature !== 'news') throw new AppError('not_found', 'NOTICE.NOT_FOUND');
      await endNotice(db, userId, id, new Date());
    },
    setMail: (userId, isOn) => setWantsMail(db, userId, isOn),
    unsubscribing: async token => settingOf(unsubscribedUser(secretKeys, token), 'NOTICE.LINK_BROKEN'),
    async unsubscribe(token) {
      const userId = unsubscribedUser(secretKeys, token);
      await settingOf(userId, 'NOTICE.LINK_BROKEN');
      await setWantsMail(db, userId, false);
    },
  };
}

const noticeView = ({ isOpen: _, ...notice }: NoticeRecord): NoticeView => ({
  ...notice,
  nature: causeOf(notice.code).nature,
});

function stateOf(row: NeedRow): Omit<NeedFacts, 'notices' | 'clock'> {
  const { isEnabled, confirmedAt, pausedAt, mustChooseMerge } = row;
  const problem = (found: NeedRow['vk'], silent: string) =>
    found && { problemCode: found.blockedCode ?? (found.isOnline ? null : silent) };
  return {
    isEnabled,
    confirmedAt,
    mustChooseMerge,
    state: stateWord(isEnabled, confirmedAt, pausedAt),
    evotor: { service: 'evotor', connection: problem(row.evotor, 'EVOTOR.DOWN') },
    vk: { service: 'vk', connection: problem(row.vk, 'VK.DOWN') },
    current: jobOf(row.current),
    waiting: jobOf(row.waiting),
    last: jobOf(row.last),
  };
}

const jobOf = (job: NeedJobRow | null): NeedJob | null =>
  job && { id: job.id, status: job.status, reason: job.code === null ? null : { code: job.code, params: job.params } };

function stateWord(isEnabled: boolean, confirmedAt: Date | null, pausedAt: Date | null): NeedFacts['state'] {
  if (!isEnabled) return 'not_set_up';
  if (confirmedAt === null) return 'awaiting_confirmation';
  return pausedAt === null ? 'active' : 'paused';
}
