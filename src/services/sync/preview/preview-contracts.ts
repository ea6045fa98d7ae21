import type { JobId, ListingKey, UserId } from '../../../domain/brand.js';
import type { Kopecks } from '../../../domain/money.js';
import type { Milli } from '../../../domain/quantity.js';
import type { StockMode } from '../../../domain/settings.js';
import type { OperationKind } from '../../../domain/sync/compact.js';
import type { StartedJob } from '../../engine-services.js';
import type { JobView } from '../../web-services.js';

/** A good as it stands, or would stand, in VK. */
export interface ShownGood {
  readonly key: ListingKey;
  readonly name: string;
  readonly description: string;
  readonly price: Kopecks;
  /** `null` = not known: what was sent stays, a new good gets the fixed amount. */
  readonly stock: number | null;
  readonly album: string | null;
}

/** A good with what a buyer's card needs besides. */
export interface BuyerGood extends ShownGood {
  /** Changes whenever its picture does. */
  readonly photoVersion: string;
}

/** One of the merchant's own goods under settings that are only tried. */
export interface TriedGood {
  readonly key: ListingKey;
  readonly till: {
    readonly name: string;
    readonly price: Kopecks | null;
    readonly quantity: Milli | null;
    readonly measureName: string | null;
  };
  /** With the settings as they are kept; `null` = not published now. */
  readonly now: ShownGood | null;
  /** With the settings that are tried; `null` = not published then, see `reason`. */
  readonly tried: ShownGood | null;
  readonly reason: { readonly code: string; readonly params: Readonly<Record<string, string>> } | null;
}

/** How many goods the tried settings would change, each counted once in every part that is true of it. */
export interface TrialEffect {
  /** Selected goods of the merchant, and how many of them were looked at (a large catalogue is looked at in part). */
  readonly all: number;
  readonly looked: number;
  readonly price: number;
  readonly stock: number;
  /** Name or description. */
  readonly text: number;
  readonly album: number;
  /** Published now and not then: without a price VK takes, or for another reason. */
  readonly priceLost: number;
  readonly leave: number;
  /** Not published now, but then. */
  readonly join: number;
}

export interface SettingsTrial {
  /** Three goods that differ, always the same ones as long as the till is the same; fewer when there are fewer. */
  readonly goods: readonly TriedGood[];
  /** `null` = they are the settings as kept. */
  readonly effect: TrialEffect | null;
  /** How stock is shown with the kept settings and with the tried ones. */
  readonly stockMode: { readonly now: StockMode; readonly tried: StockMode };
}

/** What the shop still takes within a day, where a number is known. */
export interface ShopQuota {
  readonly perDay: number;
  /** Added within the last 24 hours. */
  readonly added: number;
  readonly left: number;
  /** Goods that wait for the day's number. */
  readonly waiting: number;
  /** When the oldest addition of the day leaves the window and the rest goes on; `null` = nothing was added. */
  readonly freesAt: Date | null;
  /** VK has refused more; else the merchant has set the number. */
  readonly isLearnt: boolean;
}

/** The newest preview, and what it stands for now. */
export interface PreviewOverview {
  /** `null` = there was none yet. */
  readonly job: JobView | null;
  /** What has happened since that may make the next run do something else. */
  readonly since: 'nothing' | 'wishes' | 'run' | 'day';
  /** Every paid store was read to its end; else the others are shown as they were. */
  readonly isTillWhole: boolean;
  /** Planned changes by kind, and how many of the updates change the price. */
  readonly counts: Readonly<Partial<Record<OperationKind, number>>>;
  readonly prices: number;
  /** Changes a brake would hold. */
  readonly risky: number;
  /** Selected goods that do not go to VK, by reason, the most frequent first. */
  readonly notListed: readonly { readonly code: string; readonly count: number }[];
}

/** Looking before doing: settings tried on own goods, what the next run would do, what VK takes today. */
export interface PreviewService {
  /** Writes nothing. Throws as `SyncService.saveSettings`. */
  trySettings(userId: UserId, values: Readonly<Record<string, string>>): Promise<SettingsTrial>;
  /** `null` = no number is known: neither set nor shown by VK. */
  quota(userId: UserId): Promise<ShopQuota | null>;
  latest(userId: UserId): Promise<PreviewOverview>;
  /** Goods as they would stand in VK, in the order of the keys; what is not published is left out. */
  goods(userId: UserId, keys: readonly ListingKey[]): Promise<readonly BuyerGood[]>;
  /**
   * Carries out a preview, the whole or some of its operations: a run over the till as it is by then, where brakes hold
   * what is risky. Before the first run a part is a pilot. Throws `JOB.NOT_FOUND`, `JOB.NOT_OVER`, `JOB.NOTHING_CHOSEN`,
   * `JOB.OPERATION_NOT_FOUND`, `PREVIEW.ONLY_SHOWN`, `PILOT.COUNT`, `SYNC.*`.
   */
  apply(
    userId: UserId,
    jobId: JobId,
    choice: 'all' | { readonly operationIds: readonly number[] },
  ): Promise<StartedJob & { readonly goods: number | null }>;
}
