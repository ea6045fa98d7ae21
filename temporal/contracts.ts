import type { JobId, UserId } from '../src/domain/brand.js';
import type { ScheduleId } from '../src/domain/clock/schedules.js';
import type { CompactRecord } from '../src/domain/sync/compact.js';
import type { ChangeGroup } from '../src/domain/sync/packed-changes.js';
import type { JobOutcome, StopReason } from '../src/domain/sync/job-outcome.js';

/** Everything that crosses a process: ids, queues, messages, inputs, results. Plain data, small by design. */
export const QUEUES = { pipeline: 'pipeline', evotor: 'evotor', vk: 'vk', maintenance: 'maintenance' } as const;
export type QueueName = keyof typeof QUEUES;

/** The id is the lock: one writer per merchant, for every kind of job. */
export const syncWorkflowId = (userId: UserId): string => `sync/${userId}`;

export const SCHEDULES = {
  dispatch: 'dispatch',
  health: 'health',
  tokens: 'tokens',
  notices: 'notices',
  prune: 'prune',
} as const satisfies { readonly [Id in ScheduleId]: Id };

export const WORKFLOWS = {
  syncPipeline: 'syncPipeline',
  dispatchDueSyncs: 'dispatchDueSyncs',
  connectVendor: 'connectVendor',
  testConnection: 'testConnection',
  exchangeVkCode: 'exchangeVkCode',
  probeCaptcha: 'probeCaptcha',
  refreshCatalogue: 'refreshCatalogue',
  peekTill: 'peekTill',
  checkConnections: 'checkConnections',
  renewTokens: 'renewTokens',
  prune: 'prune',
  tellMerchants: 'tellMerchants',
} as const;

export type JobKind = 'sync' | 'preview' | 'pilot' | 'undo' | 'disconnect';
export type JobTrigger = 'schedule' | 'manual' | 'webhook' | 'approval' | 'undo';

/** What a job of a special kind is about; kept in the job's row, never in the workflow. */
export interface JobOptions {
  /** Pilot: the goods to try, by listing key; at most 50. */
  readonly pilotKeys?: readonly string[];
  /** Pilot: how many goods to try, 1…50, when none are named. */
  readonly pilotCount?: number;
  /** Sync: nothing but these goods, by listing key; what else has changed waits for the next whole run. */
  readonly onlyKeys?: readonly string[];
  /** Sync: nothing but the goods that the source job could not do; they are found in its ledger. */
  readonly onlyFailed?: true;
  /** Disconnect: what becomes of the goods in VK. */
  readonly goods?: 'hide' | 'delete';
}

/** A wish for a run. `requestId` makes a repeated wish the same wish. */
export interface RunRequest {
  readonly requestId: string;
  readonly kind: JobKind;
  readonly trigger: JobTrigger;
  /** The job that is approved or undone. */
  readonly sourceJobId?: JobId;
  readonly options?: JobOptions;
  /** When the wish was made, epoch milliseconds: a job that reads the till later serves it, however late it arrives. */
  readonly askedAtMs?: number;
}

export type RunOutcome = 'started' | 'joined' | 'queued';

/** Answer of the update `requestRun`. `refusedCode`: the merchant may not run now, no job was made. */
export interface RunAnswer {
  readonly outcome: RunOutcome;
  readonly jobId: JobId | null;
  readonly refusedCode: string | null;
}

export interface PipelineInput {
  readonly userId: UserId;
  readonly request: RunRequest;
  /** Set when a run goes on as a new one: the job, the number of its next plan, and the jobs waiting behind it. */
  readonly resume?: { readonly jobId: JobId; readonly planNo: number; readonly queued: readonly QueuedJob[] };
}

export interface QueuedJob {
  readonly jobId: JobId;
  readonly kind: JobKind;
  readonly trigger: JobTrigger;
}

export const UPDATE_REQUEST_RUN = 'requestRun';
/** The merchant pressed pause or cancel, or a webhook came; the truth is in the database, the signal only wakes. */
export const SIGNAL_CHANGED = 'changed';
/** The till may have changed; the marks in the database say since when, the signal only wakes. */
export const SIGNAL_HINTED = 'hinted';

/** Search attributes, so that the Temporal Web UI can be filtered. */
export const SEARCH_ATTRIBUTES = { userId: 'UserId', trigger: 'Trigger', outcome: 'Outcome' } as const;

export interface JobRef {
  readonly userId: UserId;
  readonly jobId: JobId;
}

/** Result of reading the till. `stop` ends the job; an incomplete store only makes it `partial`. */
export interface TillResult {
  readonly stop: StopReason | null;
  readonly complete: boolean;
}

export interface ShopResult {
  readonly stop: StopReason | null;
  /** Nothing can have changed: VK was not called, the job ends `unchanged`. */
  readonly skipped: boolean;
}

/** One step of planning: what the last page led to goes in, the next page comes out. */
export interface PlanExchange {
  readonly job: JobRef;
  readonly planNo: number;
  /** Continue after this listing key; `null` = from the start. */
  readonly after: string | null;
  readonly save: readonly ChangeGroup[];
}

export interface PlanPageResult {
  readonly records: readonly CompactRecord[];
  /** `null` = there is no further page. */
  readonly next: string | null;
}

/** What a finished plan leads to: write, or only show. What waits for the merchant's yes is marked in the plan. */
export type ApplyMode = 'apply' | 'show';

/** One step of planning a job that looks at the ledger alone. */
export interface SpecialExchange {
  readonly job: JobRef;
  readonly planNo: number;
  readonly after: string | null;
}

export interface SpecialPageResult {
  readonly next: string | null;
  readonly stop: StopReason | null;
}

/** What a finished plan holds. */
export interface PlanTotals {
  readonly planned: number;
  readonly held: number;
  /** New goods wait for the next day of the shop's limit until then, epoch milliseconds; `null` = none do. */
  readonly resumeAtMs: number | null;
}

export interface ApplyResult {
  /** How long the batch worked, in milliseconds. */
  readonly spentMs: number;
  /** Operations that can still be done now. */
  readonly remaining: number;
  /** Milliseconds until a lost create can be looked for again; `null` = none is open. */
  readonly lookupInMs: number | null;
  readonly stop: StopReason | null;
}

export interface FinishInput {
  readonly job: JobRef;
  readonly outcome: JobOutcome;
  readonly code: string | null;
  readonly resumeAtMs: number | null;
}

/** Argument of the short workflow that checks an entered token and keeps it if the vendor accepts it. */
export interface ConnectInput {
  readonly userId: UserId;
  readonly service: 'evotor' | 'vk';
  readonly attemptId: number;
  /** The community this very wish is about: another window may have chosen differently with the same key meanwhile. */
  readonly vkGroupId?: number;
  /** `false`: another community than before is checked but not connected yet. */
  readonly isSure?: boolean;
}

export interface TestInput {
  readonly userId: UserId;
  readonly service: 'evotor' | 'vk';
}

/** Argument of the short workflow that trades the code of a sign-in with VK ID; the code itself stays in its row. */
export interface ExchangeInput {
  readonly userId: UserId;
  readonly requestId: number;
}

/** The row in which the key waits for its community. */
export interface ExchangeMessage {
  readonly attemptId: number;
}

export interface ProbeInput {
  readonly userId: UserId;
}

/** Whether VK still wants a captcha; the address of its page stays in the connection's row. */
export interface ProbeMessage {
  readonly isNeeded: boolean;
}

/** One light of a connection check; mirrors `CheckLight` of the services. */
export interface CheckLightMessage {
  readonly id: string;
  readonly state: 'ok' | 'bad' | 'unknown';
  readonly code: string | null;
  readonly detail: string;
}

export interface CheckMessage {
  readonly ok: boolean;
  /** All is well, but it is another community than before: the merchant is asked first. */
  readonly asksFirst?: boolean;
  readonly lights: readonly CheckLightMessage[];
}
