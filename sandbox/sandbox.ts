import type { SandboxOptions } from './options.js';
import type { CallContext } from './script/call-context.js';
import type { Clock } from './world/clock.js';
import type { FaultBook } from './world/faults.js';
import type { Journal, JournalEntry } from './world/journal.js';
import type { PhotoStore } from './world/photo-store.js';
import type { Random } from './world/random.js';
import type { RateWindow } from './world/rate-window.js';
import type { ScriptAction } from './world/script-actions.js';
import type { Shop } from './world/shop.js';
import type { Traffic } from './world/traffic.js';
import type { Merchant, World } from './world/world.js';

/** One running sandbox: the world, its clock and what watches the traffic. No state lives outside of it. */
export class Sandbox {
  readonly options: SandboxOptions;
  readonly clock: Clock;
  readonly world: World;
  readonly random: Random;
  readonly faults: FaultBook;
  readonly journal: Journal;
  readonly traffic: Traffic;
  readonly photos: PhotoStore;
  readonly rateWindows = new Map<string, RateWindow>();
  readonly evotorPeriods = new Map<string, { startedAt: number; used: number; blockedUntil?: number }>();
  /** Webhooks held back until the merchant's next one has gone out. */
  readonly heldWebhooks = new Map<string, (() => void)[]>();
  /** Called after each change of the world. */
  onChange: () => void = () => undefined;
  /** Plays what a fault rule does to the world; set once everything is put together. */
  playAction: (action: ScriptAction, context: CallContext) => void = () => undefined;
  /** `http://host:port`, known once the port is open. */
  baseUrl = '';

  constructor(
    parts: Pick<Sandbox, 'options' | 'clock' | 'world' | 'random' | 'faults' | 'journal' | 'traffic' | 'photos'>,
  ) {
    this.options = parts.options;
    this.clock = parts.clock;
    this.world = parts.world;
    this.random = parts.random;
    this.faults = parts.faults;
    this.journal = parts.journal;
    this.traffic = parts.traffic;
    this.photos = parts.photos;
  }

  /** Writes a call into the journal and the figures. */
  record(entry: Omit<JournalEntry, 'seq'>): JournalEntry {
    const kept = this.journal.add(entry);
    this.traffic.count(kept);
    return kept;
  }

  /** Marks the world as changed; with a shop, its date of last change too. */
  changed(shop?: Shop): void {
    if (shop !== undefined) shop.changedAt = this.clock.now();
    this.onChange();
  }

  /** Moves the sandbox's time forward. */
  advance(ms: number): void {
    this.clock.advance(ms);
    this.changed();
  }

  /** A new opaque word for tokens, codes and upload keys; never repeats, even after a restart. */
  newSecret(prefix: string): string {
    this.world.serial += 1;
    return `${prefix}-${this.world.serial}-${this.random.hex(24)}`;
  }

  merchant(id: string): Merchant | undefined {
    return this.world.merchants.get(id);
  }

  /** The merchant's main community. */
  shopOf(merchant: Merchant): Shop {
    const shop = this.world.shops.get(merchant.groupId);
    if (shop === undefined) throw new Error(`no shop ${merchant.groupId}`);
    return shop;
  }
}
