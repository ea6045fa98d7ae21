import type { Database, Queries } from '../../db/database.js';
import {
  causeMails,
  dropCauseMail,
  endMailRest,
  freshNotices,
  lockRecipient,
  mailAttempts,
  markMailed,
  merchantsToTell,
  restMail,
  saveCauseMail,
  type CauseMail,
} from '../../db/repositories/notice-mails.repository.js';
import type { NoticeRecord } from '../../db/repositories/notices.repository.js';
import type { UserId } from '../../domain/brand.js';
import { causeOf } from '../../domain/notices/causes.js';
import { lettersDue, mailRestMs, type CauseState } from '../../domain/notices/letters-due.js';
import type { LetterContent } from '../../mail/letter-content.js';
import type { Mailer } from '../../mail/mailer.js';
import type { RenderLetter } from '../../mail/render-letter.js';
import type { Logger } from '../../observability/logger.js';
import { unsubscribeToken } from './unsubscribe-token.js';

/** What one letter says, in codes; the sentences are the site's. */
export interface NoticeNews {
  readonly told: readonly Pick<NoticeRecord, 'code' | 'params' | 'jobId'>[];
  /** Causes that are over. */
  readonly recovered: readonly string[];
  /** Switches the letters off without a log-in. */
  readonly unsubscribePath: string;
}

export type WriteNoticeLetter = (news: NoticeNews) => LetterContent;

export interface NoticeMailDeps {
  readonly db: Database;
  readonly logger: Logger;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly mailer: Mailer;
  readonly renderLetter: RenderLetter;
  readonly writeNoticeLetter: WriteNoticeLetter;
  /** Sign the link that switches letters off; the first signs. */
  readonly secretKeys: readonly string[];
}

const PAGE = 100;
/** Closed notices older than this can be nobody's news any more. */
const FRESH_MS = 48 * 3_600_000;

/** What was written down before a letter goes out, and what stood there before. */
interface Claim {
  readonly email: string;
  readonly news: NoticeNews;
  readonly noticeIds: readonly number[];
  readonly before: readonly { readonly cause: string; readonly mail: CauseMail | null }[];
}

/**
 * Writes to every merchant who has something to hear, one letter for all of it. What a letter says is noted in the
 * database before it leaves: two workers, or one that dies in between, never say a thing twice (ADR 0020). A mail server
 * that refuses gives the note back, and the merchant's next try waits. Answers how many letters went out.
 */
export async function tellMerchants(deps: NoticeMailDeps): Promise<{ sent: number; failed: number }> {
  let [sent, failed, after] = [0, 0, 0];
  for (;;) {
    const page = await merchantsToTell(deps.db, { after, limit: PAGE, now: new Date(deps.now()) });
    for (const userId of page) {
      const claim = await deps.db.transaction(queries => claimNews(deps, queries, userId));
      if (claim === null) continue;
      if (await send(deps, userId, claim)) sent += 1;
      else failed += 1;
    }
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return { sent, failed };
    after = last;
  }
}

async function claimNews(deps: NoticeMailDeps, queries: Queries, userId: UserId): Promise<Claim | null> {
  const nowMs = deps.now();
  const now = new Date(nowMs);
  const recipient = await lockRecipient(queries, userId, now);
  if (recipient === null) return null;
  const notices = await freshNotices(queries, userId, new Date(nowMs - FRESH_MS));
  const mails = new Map((await causeMails(queries, userId)).map(mail => [mail.cause, mail]));
  const due = lettersDue(causeStates(notices, mails), nowMs);
  if (due.tell.length + due.recovered.length === 0) return null;

  const told = notices.filter(
    ({ code, isOpen, mailedAt }) => isOpen && mailedAt === null && due.tell.includes(causeOf(code).id),
  );
  for (const cause of due.tell) {
    const isTrouble = told.some(({ code }) => causeOf(code).id === cause && causeOf(code).nature === 'trouble');
    await saveCauseMail(queries, userId, { cause, toldAt: now, recoveredAt: isTrouble ? null : now });
  }
  for (const cause of due.recovered)
    await saveCauseMail(queries, userId, { cause, toldAt: mails.get(cause)?.toldAt ?? now, recoveredAt: now });
  const noticeIds = told.map(({ id }) => id);
  await markMailed(queries, noticeIds, now);
  return {
    email: recipient.email,
    noticeIds,
    before: [...due.tell, ...due.recovered].map(cause => ({ cause, mail: mails.get(cause) ?? null })),
    news: {
      told: told.map(({ code, params, jobId }) => ({ code, params, jobId })),
      recovered: due.recovered,
      unsubscribePath: `/notices/unsubscribe?token=${unsubscribeToken(deps.secretKeys, userId)}`,
    },
  };
}

/** The causes of a merchant's notices and letters, each once. */
function causeStates(notices: readonly NoticeRecord[], mails: ReadonlyMap<string, CauseMail>): CauseState[] {
  const byCause = new Map<string, NoticeRecord[]>();
  for (const notice of notices) {
    const { id } = causeOf(notice.code);
    byCause.set(id, [...(byCause.get(id) ?? []), notice]);
  }
  return [...byCause].map(([cause, rows]) => {
    const mail = mails.get(cause);
    const open = rows.filter(({ isOpen }) => isOpen);
    const closed = rows.flatMap(({ closedAt }) => (closedAt === null ? [] : [closedAt.getTime()]));
    return {
      cause,
      nature: causeOf(rows[0]?.code ?? cause).nature,
      isOpen: open.length > 0,
      hasUntold: open.some(({ mailedAt }) => mailedAt === null),
      closedAtMs: closed.length === 0 ? null : Math.max(...closed),
      toldAtMs: mail?.toldAt.getTime() ?? null,
      owesRecovery: mail !== undefined && mail.recoveredAt === null,
    };
  });
}

async function send(deps: NoticeMailDeps, userId: UserId, claim: Claim): Promise<boolean> {
  try {
    const letter = await deps.renderLetter('letter', deps.writeNoticeLetter(claim.news));
    await deps.mailer.send({ to: claim.email, ...letter });
    await endMailRest(deps.db, userId);
    return true;
  } catch (error) {
    deps.logger.warn('a letter to a merchant did not leave', { userId, error });
    await deps.db.transaction(queries => giveBack(deps, queries, userId, claim));
    return false;
  }
}

/** The letter did not leave: what it would have said is to be said again, after a rest. */
async function giveBack(deps: NoticeMailDeps, queries: Queries, userId: UserId, claim: Claim): Promise<void> {
  for (const { cause, mail } of claim.before) {
    if (mail === null) await dropCauseMail(queries, userId, cause);
    else await saveCauseMail(queries, userId, mail);
  }
  await markMailed(queries, claim.noticeIds, null);
  const attempts = (await mailAttempts(queries, userId)) + 1;
  await restMail(queries, userId, attempts, new Date(deps.now() + mailRestMs(attempts)));
}
