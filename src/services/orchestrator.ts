import type { UserId } from '../domain/brand.js';
import type { CheckMessage, ConnectInput, RunAnswer, RunRequest, TestInput } from '../../temporal/contracts.js';

/** What use cases ask of the durable side. Every call ends within seconds or throws `TEMPORAL.DOWN`. */
export interface Orchestrator {
  requestRun(userId: UserId, request: RunRequest): Promise<RunAnswer>;
  connectVendor(input: ConnectInput): Promise<CheckMessage>;
  testConnection(input: TestInput): Promise<CheckMessage>;
  /** Starts reading the till into the cache and does not wait for it. */
  refreshCatalogue(userId: UserId): Promise<void>;
  /** Wakes the merchant's run, if there is one, to look at the database. */
  poke(userId: UserId): Promise<void>;
  /** Wakes the merchant's run, or starts one, to look at the hints in the database. */
  hint(userId: UserId): Promise<void>;
  isReady(): Promise<boolean>;
}
