import type { JobId, UserId } from '../../domain/brand.js';
import type { ClockState } from '../../domain/clock/schedules.js';
import type { NoticeNature } from '../../domain/notices/causes.js';
import type { JobStatus, SyncOverview, VendorService } from '../web-services.js';

/** Something the merchant is or was told. */
export interface NoticeView {
  readonly id: number;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  readonly nature: NoticeNature;
  readonly jobId: JobId | null;
  readonly createdAt: Date;
  /** `null` = it still stands. */
  readonly closedAt: Date | null;
  /** The merchant said «позже»: until then it is not in the way. */
  readonly snoozedUntil: Date | null;
  /** When a letter told of it; `null` = none did. */
  readonly mailedAt: Date | null;
}

/** A job as far as it may need the merchant. */
export interface NeedJob {
  readonly id: JobId;
  readonly status: JobStatus;
  readonly reason: { readonly code: string; readonly params: Readonly<Record<string, string>> } | null;
}

/** A connection as far as it may need the merchant; `connection` null = there is none. */
export interface NeedConnection {
  readonly service: VendorService;
  readonly connection: { readonly problemCode: string | null } | null;
}

/** What may need the merchant, without the notices; the whole of `/sync` tells it too. */
export interface NeedState extends Pick<SyncOverview, 'isEnabled' | 'confirmedAt' | 'state' | 'mustChooseMerge'> {
  readonly evotor: NeedConnection;
  readonly vk: NeedConnection;
  readonly current: NeedJob | null;
  readonly waiting: NeedJob | null;
  readonly last: NeedJob | null;
}

/** The same with the open notices, for the line on top of every page. */
export interface NeedFacts extends NeedState {
  readonly notices: readonly NoticeView[];
  /** Whether runs are started by the clock at all, for everybody alike. */
  readonly clock: ClockState;
}

/** Whether and where letters go. */
export interface NoticeMailSetting {
  readonly email: string;
  readonly isConfirmed: boolean;
  readonly isOn: boolean;
}

export interface NoticeService {
  /** What needs the merchant, in one statement. */
  needs(userId: UserId): Promise<NeedFacts>;
  /** The open notices alone, newest first. */
  open(userId: UserId): Promise<readonly NoticeView[]>;
  /** Every notice there ever was, newest first. */
  history(
    userId: UserId,
    page: number,
  ): Promise<{ rows: readonly NoticeView[]; total: number; pageSize: number; mail: NoticeMailSetting }>;
  /** «Позже»: leaves it out of the list for a day. Throws `NOTICE.NOT_FOUND`, also for another merchant's. */
  snooze(userId: UserId, noticeId: number): Promise<void>;
  /** «Понятно»: puts away what is news. Throws `NOTICE.NOT_FOUND`, also for one that is still to be mended. */
  dismiss(userId: UserId, noticeId: number): Promise<void>;
  /** Switches the letters on or off. */
  setMail(userId: UserId, isOn: boolean): Promise<void>;
  /** Whose letters a link of a letter switches off. Throws `NOTICE.LINK_BROKEN`. */
  unsubscribing(token: string): Promise<NoticeMailSetting>;
  /** Switches the letters of that link's merchant off. Throws `NOTICE.LINK_BROKEN`. */
  unsubscribe(token: string): Promise<void>;
}
