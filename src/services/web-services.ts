import type { AccountService } from './accounts/account-contracts.js';
import type { JobId, StoreId, GroupId, ListingKey, UserId } from '../domain/brand.js';
import type { Effective, FilterMode, SelectionReason } from '../domain/selection/types.js';
import type { MerchantSettings } from '../domain/settings.js';
import type { OperationKind } from '../domain/sync/compact.js';
import type { ApprovalService, ListingService, RulePreview, ShopService, StartedJob } from './engine-services.js';
import type { HistoryService } from './history/history-contracts.js';
import type { PhotoService } from './photos/photo-contracts.js';
import type { ProductService } from './products/product-contracts.js';
import type { PreviewService } from './sync/preview/preview-contracts.js';
import type { VkIdService } from './connections/vk-id/vk-id-contracts.js';
import type { NoticeService } from './notices/notice-contracts.js';
import type { OverviewService } from './overview/overview-contracts.js';
import type { ClaimService } from './connections/claim-contracts.js';
import type { WebhookService } from './webhooks/webhook-service.js';

export type { CurrentUser, Role } from '../domain/account.js';
export type { AccountService } from './accounts/account-contracts.js';

export type VendorService = 'evotor' | 'vk';
/** What becomes of the goods in VK when the community is disconnected. */
export type GoodsChoice = 'keep' | 'hide' | 'delete';

/** One card of `/connections`. */
export interface ConnectionCard {
  readonly service: VendorService;
  /** `null` = not connected. */
  readonly connection: {
    readonly isOnline: boolean;
    /** Store name or community name; empty when not yet known. */
    readonly detail: string;
    readonly lastCheckedAt: Date | null;
    readonly connectedAt: Date;
    /** Our code of what is wrong (`EVOTOR.TOKEN_REJECTED`…); `null` = nothing. */
    readonly problemCode: string | null;
    /** VK only. */
    readonly vkGroupId: number | null;
    readonly vkScreenName: string | null;
    /** VK only: whose key it is; empty when not known. */
    readonly personName?: string;
    /** VK only: VK wants a person to prove that they are one. */
    readonly needsCaptcha?: boolean;
  } | null;
}

/** One light of the check after connecting; `unknown` = could not be asked. */
export interface CheckLight {
  readonly id:
    'token' | 'stores' | 'catalogue_right' | 'community' | 'role' | 'market_right' | 'market_on' | 'photo_upload';
  readonly state: 'ok' | 'bad' | 'unknown';
  /** Code whose sentence and remedy stand in `messages`; `null` when ok. */
  readonly code: string | null;
  readonly detail: string;
}

export interface CheckResult {
  readonly ok: boolean;
  readonly lights: readonly CheckLight[];
}

export interface ConnectionService {
  cards(userId: UserId): Promise<readonly ConnectionCard[]>;
  /** Checks the token with the vendor first (short workflow); throws the vendor's code as AppError if it is refused. */
  connectEvotor(input: { userId: UserId; token: string }): Promise<CheckResult>;
  /** `groupId`: positive community id. Throws `VK.NOT_YOUR_COMMUNITY`, `VK.COMMUNITY_TAKEN`, `VK.TOKEN_REVOKED`… */
  connectVk(input: { userId: UserId; token: string; groupId: number }): Promise<CheckResult>;
  /** Checks the stored connection now. Throws `CONNECTION.MISSING`. */
  test(userId: UserId, service: VendorService): Promise<CheckResult>;
  /**
   * Takes a connection away. `goods` says what becomes of the goods in VK: kept as they are (default), or hidden or deleted
   * by a last run, after which the connection goes; only the community has goods to ask about.
   * Answers that run, or `null` when the connection went at once. Throws `SYNC.NOT_CONNECTED`.
   */
  disconnect(userId: UserId, service: VendorService, goods?: GoodsChoice): Promise<StartedJob | null>;
}

/** What a rule row shows: the rule itself and the effective state with its reason. */
export interface FilterState {
  readonly rule: FilterMode | null;
  readonly effective: Effective;
}

export interface StoreRow extends FilterState {
  readonly id: StoreId;
  readonly name: string;
  readonly address: string | null;
  readonly products: number;
  readonly groups: number;
  readonly readState: 'never' | 'complete' | 'incomplete' | 'not_paid';
  readonly readCode: string | null;
  readonly isMissing: boolean;
}

export interface GroupRow extends FilterState {
  readonly id: GroupId;
  /** 0 for a root group; rows come in tree order. */
  readonly depth: number;
  readonly name: string;
  readonly products: number;
  readonly listed: number;
  readonly isMissing: boolean;
  /** The pseudo-group «Без группы». */
  readonly isPseudo: boolean;
}

/** One row of the products table (a till product with the state of its listing). */
export interface ProductRow extends FilterState {
  readonly id: string;
  readonly name: string;
  readonly articleNumber: string | null;
  readonly priceKopecks: number | null;
  readonly quantityMilli: number | null;
  readonly measureName: string | null;
  readonly allowToSell: boolean;
  readonly groupName: string | null;
  /** `in_vk`: live; `waiting`: listed, not yet sent; `hidden`; `not_listed`: see reason. */
  readonly vkState: 'in_vk' | 'waiting' | 'hidden' | 'not_listed' | 'detached';
  readonly reason: { readonly code: string; readonly params: Readonly<Record<string, string>> } | null;
  readonly vkItemId: number | null;
  /** `null` = the good has no listing. */
  readonly listingKey: ListingKey | null;
  /** Why a wanted good waits: at rest after refusals, an offer to answer, no room in the shop. */
  readonly holdCode: string | null;
  /** Somebody changed its card in VK, and the merchant has not answered yet. */
  readonly isDrifted: boolean;
}

/** What a switch did, for the confirmation line. */
export interface ToggleOutcome {
  readonly name: string;
  readonly selected: boolean;
  /** Other entities of the same type that moved in or out by this rule. */
  readonly othersChanged: number;
  readonly reason: SelectionReason;
}

export interface CatalogueService {
  /** `lastReadAt`: last complete read of anything; `null` = never read. */
  stores(userId: UserId): Promise<{ rows: readonly StoreRow[]; lastReadAt: Date | null }>;
  /** Throws `STORE.NOT_FOUND` for an id that is not the merchant's. */
  groups(userId: UserId, storeId: StoreId): Promise<{ store: StoreRow; rows: readonly GroupRow[] }>;
  products(
    userId: UserId,
    query: {
      storeId: StoreId;
      groupId: GroupId | null;
      search: string;
      state: 'all' | ProductRow['vkState'];
      page: number;
    },
  ): Promise<{ store: StoreRow; group: GroupRow | null; rows: readonly ProductRow[]; total: number; pageSize: number }>;
  toggleStore(userId: UserId, storeId: StoreId, on: boolean): Promise<ToggleOutcome>;
  toggleGroup(userId: UserId, storeId: StoreId, groupId: GroupId, on: boolean): Promise<ToggleOutcome>;
  /** What a press would move, in till goods, before it is saved; `groupId` null = the store. Throws as the switch itself. */
  previewToggle(
    userId: UserId,
    place: { readonly storeId: StoreId; readonly groupId: GroupId | null },
    on: boolean,
  ): Promise<RulePreview>;
  setRule(
    userId: UserId,
    rule: { entityType: 'store' | 'group' | 'product'; entityId: string; mode: FilterMode | 'none' },
  ): Promise<void>;
  /** Several rules, all or none. Throws `CATALOGUE.ENTITY_NOT_FOUND`, `RULE.CONTRADICTION`. */
  setRules(
    userId: UserId,
    rules: readonly { entityType: 'store' | 'group' | 'product'; entityId: string; mode: FilterMode | 'none' }[],
  ): Promise<void>;
  /** Rules whose store, group or product is gone from the till: «нет в каталоге». They can be taken away with `setRule`. */
  vanished(
    userId: UserId,
  ): Promise<
    readonly { entityType: 'store' | 'group' | 'product'; entityId: string; entityName: string; mode: FilterMode }[]
  >;
  /** Reads the till into the cache without touching VK (short workflow, started and not waited for). */
  requestRefresh(userId: UserId): Promise<void>;
}

export type JobStatus =
  'pending' | 'running' | 'success' | 'partial' | 'failed' | 'awaiting_approval' | 'parked' | 'cancelled' | 'unchanged';

export interface JobCounters {
  readonly created: number;
  readonly updated: number;
  readonly hidden: number;
  readonly deleted: number;
  readonly skipped: number;
  readonly unchanged: number;
  readonly failed: number;
}

export interface JobView {
  readonly id: JobId;
  readonly kind: 'sync' | 'preview' | 'pilot' | 'undo' | 'disconnect';
  readonly trigger: 'schedule' | 'manual' | 'webhook' | 'approval' | 'undo';
  readonly status: JobStatus;
  readonly phase: 'queued' | 'till' | 'listings' | 'shop' | 'plan' | 'apply' | 'finish';
  readonly progress: { readonly done: number; readonly total: number; readonly secondsLeft: number | null };
  readonly counters: JobCounters;
  readonly reason: { readonly code: string; readonly params: Readonly<Record<string, string>> } | null;
  readonly resumeAt: Date | null;
  /** The job that is approved or undone by this one. */
  readonly sourceJobId: JobId | null;
  /** The job that took this one back. */
  readonly undoneByJobId: JobId | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

export interface OperationView {
  readonly id: number;
  readonly kind: string;
  readonly listingKey: string | null;
  /** A till good behind it, to lead to its page; `null` = album work, or nobody remembers. */
  readonly productId: string | null;
  readonly name: string;
  readonly fields: readonly string[];
  readonly before: Readonly<Record<string, unknown>> | null;
  readonly after: Readonly<Record<string, unknown>> | null;
  readonly state: 'planned' | 'sent' | 'done' | 'failed' | 'unknown' | 'skipped';
  readonly reasonCode: string;
  readonly errorCode: string | null;
  readonly vkItemId: number | null;
  /** Waits for the merchant's yes, or waited for it. */
  readonly isRisky: boolean;
  /** The brake that held it; `null` = none (mode «approve every run»). */
  readonly brakeCode: string | null;
  readonly decision: 'approved' | 'declined' | null;
}

/** Which operations of a job to show; an absent part lets everything through. */
export interface OperationFilter {
  readonly state?: OperationView['state'];
  readonly kind?: OperationKind;
  /** `true` = the risky set alone, `false` = all but it. */
  readonly isRisky?: boolean;
  /** Part of the good's name. */
  readonly search?: string;
}

/** The whole of `/sync` in one read. */
export interface SyncOverview {
  readonly isEnabled: boolean;
  readonly confirmedAt: Date | null;
  readonly pausedAt: Date | null;
  /** Status of the plans: «Не настроено / Настроено, ожидает подтверждения / Активна». */
  readonly state: 'not_set_up' | 'awaiting_confirmation' | 'active' | 'paused';
  readonly evotor: ConnectionCard;
  readonly vk: ConnectionCard;
  readonly rules: { readonly stores: number; readonly groups: number; readonly products: number };
  /** На кассе / отобрано / в VK / с причиной. */
  readonly numbers: {
    readonly onTill: number;
    readonly selected: number;
    readonly inVk: number;
    readonly withReason: number;
  };
  readonly settings: MerchantSettings;
  /** Goods of several stores are alike: no run before the merchant has said how they are merged. */
  readonly mustChooseMerge: boolean;
  readonly current: JobView | null;
  /** The job that waits for the merchant's yes, however many ran since. */
  readonly waiting: JobView | null;
  readonly last: JobView | null;
  readonly nextDueAt: Date | null;
}

export interface SyncService {
  overview(userId: UserId): Promise<SyncOverview>;
  setEnabled(userId: UserId, enabled: boolean): Promise<void>;
  /** Sets `confirmed_at` and leaves the first run to whoever asks for it, or to the clock. Throws as `confirm`. */
  setConfirmed(userId: UserId): Promise<void>;
  /** Sets `confirmed_at` and starts the first run. Throws `SYNC.NOT_CONNECTED`, `SYNC.DISABLED`. */
  confirm(userId: UserId): Promise<{ outcome: 'started' | 'joined' | 'queued'; jobId: JobId }>;
  /** Throws `SYNC.NOT_CONFIRMED`, `SYNC.NOT_CONNECTED`, `TEMPORAL.DOWN`. */
  runNow(userId: UserId): Promise<{ outcome: 'started' | 'joined' | 'queued'; jobId: JobId }>;
  preview(userId: UserId): Promise<{ outcome: 'started' | 'joined' | 'queued'; jobId: JobId }>;
  setPaused(userId: UserId, paused: boolean): Promise<void>;
  /** Text values by setting name (`price_multiplier` …); throws `SETTING.INVALID` with details.field. */
  saveSettings(userId: UserId, values: Readonly<Record<string, string>>): Promise<MerchantSettings>;
  /** Newest first. */
  jobs(userId: UserId, page: number): Promise<{ rows: readonly JobView[]; total: number; pageSize: number }>;
  /** Throws `JOB.NOT_FOUND`, also for another merchant's job. */
  job(
    userId: UserId,
    jobId: JobId,
    page: number,
    filter?: OperationFilter,
  ): Promise<{ job: JobView; operations: readonly OperationView[]; total: number; pageSize: number }>;
}

/** Is the process able to serve? */
export interface HealthService {
  ready(): Promise<{ database: boolean; temporal: boolean }>;
}

/** Everything the site may call: use cases only, never the database, a vendor or Temporal. */
export interface WebServices {
  readonly accounts: AccountService;
  readonly connections: ConnectionService;
  readonly vkId: VkIdService;
  readonly catalogue: CatalogueService;
  readonly sync: SyncService;
  readonly preview: PreviewService;
  readonly approvals: ApprovalService;
  readonly history: HistoryService;
  readonly products: ProductService;
  readonly shop: ShopService;
  readonly listings: ListingService;
  readonly notices: NoticeService;
  readonly overview: OverviewService;
  readonly health: HealthService;
  readonly claims: ClaimService;
  readonly webhooks: WebhookService;
  readonly photos: PhotoService;
}
