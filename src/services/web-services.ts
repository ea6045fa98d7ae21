import type { AccountService } from './accounts/account-contracts.js';
import type { AuditService } from './admin/audit-contracts.js';
import type { SystemHealthService } from './admin/health/health-contracts.js';
import type { AdminJobsService } from './admin/jobs/jobs-contracts.js';
import type { AdminUsersService } from './admin/users-contracts.js';
import type { ApiLogViewer } from './admin/api-log-contracts.js';
import type { AdminRolesService } from './admin/roles-contracts.js';
import type { CatalogueService } from './catalogue/catalogue-contracts.js';
import type { JobId, UserId } from '../domain/brand.js';
import type { MerchantSettings } from '../domain/settings.js';
import type { OperationKind } from '../domain/sync/compact.js';
import type { ApprovalService, ListingService, ShopService, StartedJob } from './engine-services.js';
import type { HistoryService } from './history/history-contracts.js';
import type { ExportService, OverrideImportService } from './files/file-contracts.js';
import type { GroupSettingsService } from './listings/group-settings-contracts.js';
import type { PhotoService } from './photos/photo-contracts.js';
import type { ProductService } from './products/product-contracts.js';
import type { PreviewService } from './sync/preview/preview-contracts.js';
import type { VkCatalogueService } from './vk-shop/vk-catalogue-contracts.js';
import type { VkIdService } from './connections/vk-id/vk-id-contracts.js';
import type { NoticeService } from './notices/notice-contracts.js';
import type { OverviewService } from './overview/overview-contracts.js';
import type { ClaimService } from './connections/claim-contracts.js';
import type { IncomingLog } from './webhooks/incoming-log.js';
import type { WebhookService } from './webhooks/webhook-service.js';

export type { CurrentUser, Role } from '../domain/account.js';
export type {
  CatalogueService,
  FilterState,
  GoodsState,
  GroupRow,
  ProductRow,
  StoreRow,
  ToggleOutcome,
} from './catalogue/catalogue-contracts.js';
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
  /** Changes it found that wait, or waited, for the merchant's yes, whichever job asks about them. */
  readonly risky: number;
  readonly reason: { readonly code: string; readonly params: Readonly<Record<string, string>> } | null;
  readonly resumeAt: Date | null;
  /** A run of chosen goods alone: of all others it says nothing, and no clock takes it up again. */
  readonly isPartial: boolean;
  /** The job that is approved, undone or tried again by this one. */
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
  /** `pageSize`: where a page takes more than is usual. Throws `JOB.NOT_FOUND`, also for another merchant's job. */
  job(
    userId: UserId,
    jobId: JobId,
    page: number,
    filter?: OperationFilter,
    pageSize?: number,
  ): Promise<{ job: JobView; operations: readonly OperationView[]; total: number; pageSize: number }>;
}

/** Is the process able to serve? */
export interface HealthService {
  ready(): Promise<{ database: boolean; temporal: boolean }>;
}

/** Everything the site may call: use cases only, never the database, a vendor or Temporal. */
export interface WebServices {
  readonly adminJobs: AdminJobsService;
  readonly systemHealth: SystemHealthService;
  readonly accounts: AccountService;
  readonly connections: ConnectionService;
  readonly vkId: VkIdService;
  readonly vkCatalogue: VkCatalogueService;
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
  readonly groupSettings: GroupSettingsService;
  readonly exports: ExportService;
  readonly overrideImports: OverrideImportService;
  readonly adminUsers: AdminUsersService;
  readonly audit: AuditService;
  readonly apiLog: ApiLogViewer;
  readonly incomingLog: IncomingLog;
  readonly adminRoles: AdminRolesService;
}
