import type { VkClient } from '../../../clients/vk/client.js';
import type { VkApiError, VkOutcome } from '../../../clients/vk/outcome.js';
import { randomUUID } from 'node:crypto';
import type { Queries } from '../../../db/database.js';
import type { Shop } from '../../../db/repositories/links.repository.js';
import {
  claimOperations,
  isForAnotherShop,
  isWriter,
  takeWriter,
  type Operation,
} from '../../../db/repositories/operations.repository.js';
import {
  easeMethodBlock,
  listMethodBlocks,
  type LearntLimits,
  type VkConnection,
} from '../../../db/repositories/vk-connections.repository.js';
import type { JobId, OperationId, UserId, VkAlbumId } from '../../../domain/brand.js';
import type { Unknown } from '../../../domain/result.js';
import type { OperationKind } from '../../../domain/sync/compact.js';
import type { StopReason } from '../../../domain/sync/job-outcome.js';
import { kindsOfMethod } from '../../../domain/sync/method-kinds.js';
import type { PhaseControl, SyncDeps } from '../sync-deps.js';
import { cancelStop } from '../phases.js';
import { blockMethod, captchaStop } from '../vk-stop.js';

/** Bounds of one activity: it returns after this much work, so that a deploy never waits long for it. */
export interface ApplyBounds {
  readonly budgetMs: number;
  readonly maxOperations: number;
}

/** How often a running batch asks whether the merchant wants it to stop. */
const CANCEL_POLL_MS = 1000;

/** How long the answer to «is VK there at all» is good for. */
const PROBE_HOLDS_MS = 5000;

/** State of one batch of applying. `stop` and `blocked` are found on the way. */
export class ApplySession {
  stop: StopReason | null = null;
  /** Kinds whose VK method rests, and until when (epoch milliseconds) with which code. */
  readonly blocked = new Map<OperationKind, { untilMs: number; code: string }>();
  /** How often operations were put back into the plan in this batch. */
  readonly tries = new Map<OperationId, number>();
  /** Operations in a row whose photo could not be uploaded. */
  uploadsLost = 0;
  /** The last refusal of a `market.add` that is about a limit of the shop: counted once all adds under way have ended. */
  addRefusal: VkApiError | null = null;
  /** Albums of the shop by title, once they have been asked for. */
  albums: ReadonlyMap<string, VkAlbumId> | null = null;
  /** The shop refused `stock_amount` (basic market). */
  withoutStock: boolean;
  /** What the shop has shown of its limits, this batch included. */
  learnt: LearntLimits;
  private readonly resting = new Map<string, Promise<number>>();
  /** Methods that may be tried again after a block, with its step, which still counts for the length of the next one. */
  private readonly rested = new Map<string, number>();
  private probe: { readonly atMs: number; readonly answer: Promise<VkOutcome<unknown>> } | null = null;
  private handled = 0;
  private readonly endsAt: number;
  private lastPollAt = 0;
  /** Another process has taken the job over: this one may finish what it has sent and nothing more. */
  private isReplaced = false;

  private constructor(
    readonly deps: SyncDeps,
    readonly job: { readonly userId: UserId; readonly jobId: JobId },
    readonly shop: Shop,
    readonly client: VkClient,
    readonly connection: VkConnection,
    readonly control: PhaseControl,
    private readonly bounds: ApplyBounds,
    private readonly writer: string,
  ) {
    this.endsAt = deps.now() + bounds.budgetMs;
    this.learnt = connection.learntLimits;
    this.withoutStock = this.learnt.withoutStock === true;
  }

  /** `null` = the merchant has no VK connection any more. */
  static async open(
    deps: SyncDeps,
    job: { userId: UserId; jobId: JobId },
    control: PhaseControl,
    bounds: ApplyBounds,
  ): Promise<ApplySession | null> {
    // No signal goes into the calls: a write that has left is always waited for, work stops between operations.
    const session = await deps.vendors.shop(job);
    if (!session) return null;
    const shop = { userId: job.userId, groupId: session.connection.groupId };
    const opened = new ApplySession(deps, job, shop, session.client, session.connection, control, bounds, randomUUID());
    await takeWriter(deps.db, job.jobId, opened.writer);
    if (await isForAnotherShop(deps.db, job.jobId, shop.groupId))
      opened.stop = { kind: 'cancelled', code: 'SYNC.COMMUNITY_CHANGED' };
    for (const block of await listMethodBlocks(deps.db, session.connection.id)) {
      if (block.blockedUntil.getTime() > deps.now())
        opened.block(block.method, block.blockedUntil.getTime(), block.code);
      else opened.rested.set(block.method, block.step);
    }
    // After a captcha's hour one cheap call finds out whether VK lets us in again, before anything is written.
    opened.stop ??= await captchaStop(deps, session);
    return opened;
  }

  /** Blocks of a method in a row, the last of them over, without a success since; 0 = none. */
  blocksBefore(method: string): number {
    return (this.rested.get(method) ?? -1) + 1;
  }

  /** Operations of these kinds were done: their methods work again. */
  async eased(kinds: readonly OperationKind[]): Promise<void> {
    for (const method of [...this.rested.keys()]) {
      if (!kindsOfMethod(method).some(kind => kinds.includes(kind))) continue;
      this.rested.delete(method);
      await easeMethodBlock(this.deps.db, this.connection.id, method);
    }
  }

  block(method: string, untilMs: number, code: string): void {
    for (const kind of kindsOfMethod(method)) this.blocked.set(kind, { untilMs, code });
  }

  /** Lets a method rest. What was under way side by side is refused together: that is one block, not several. */
  rest(method: string, code: string): Promise<number> {
    const resting =
      this.resting.get(method) ??
      blockMethod(this.deps, this.connection, method, code).then(untilMs => {
        this.block(method, untilMs, code);
        return untilMs;
      });
    this.resting.set(method, resting);
    return resting;
  }

  /**
   * Writes operations ahead as `sent`; `false` = this process is not the job's writer any more, and nothing may leave.
   * What can be repeated may be claimed again while it is `sent`; a create only from `planned`.
   */
  async claim(operations: readonly Operation[], isRepeatable = false): Promise<boolean> {
    const ids = operations.map(operation => operation.id);
    const from = isRepeatable ? (['planned', 'sent'] as const) : (['planned'] as const);
    const now = new Date(this.deps.now());
    const claimed = await claimOperations(this.deps.db, { jobId: this.job.jobId, writer: this.writer, ids, from, now });
    if (claimed !== ids.length) this.isReplaced = true;
    return claimed === ids.length;
  }

  /** Whether VK gives no answer to anybody: one cheap call finds out, and serves all that ask in the same moment. */
  async silence(): Promise<Unknown | null> {
    const now = this.deps.now();
    if (this.probe === null || now - this.probe.atMs >= PROBE_HOLDS_MS)
      this.probe = { atMs: now, answer: this.client.me() };
    const answer = await this.probe.answer;
    return answer.outcome === 'unknown' ? answer : null;
  }

  /** Whether this process is still the job's writer; the job is locked until the transaction ends. */
  async isWriter(queries: Queries): Promise<boolean> {
    const holds = await isWriter(queries, this.job.jobId, this.writer);
    if (!holds) this.isReplaced = true;
    return holds;
  }

  blockedKinds(): readonly OperationKind[] {
    return [...this.blocked.keys()];
  }

  /** Operations that may still be begun in this batch. */
  room(): number {
    return this.bounds.maxOperations - this.handled;
  }

  /** Counts operations as handled and tells whoever watches. */
  note(count: number, detail: string): void {
    this.handled += count;
    this.control.heartbeat(detail);
  }

  /** Whether no further operation may be begun; asks the database now and then for the merchant's wish. */
  async isOver(): Promise<boolean> {
    if (this.stop !== null || this.isReplaced) return true;
    const now = this.deps.now();
    if (now >= this.endsAt || this.room() <= 0 || this.control.signal?.aborted === true) return true;
    if (now - this.lastPollAt < CANCEL_POLL_MS) return false;
    this.lastPollAt = now;
    const cancelled = await cancelStop(this.deps, this.job.jobId);
    // Two items under way may find it at the same time; the first reason stays.
    this.stop ??= cancelled;
    return this.stop !== null;
  }
}
