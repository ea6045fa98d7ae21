import type { UserId } from '../domain/brand.js';
import type {
  CheckMessage,
  ConnectInput,
  ExchangeInput,
  ExchangeMessage,
  ProbeInput,
  ProbeMessage,
  RunAnswer,
  RunRequest,
  TestInput,
} from '../../temporal/contracts.js';
import type { DurableSide } from './admin/durable-side.js';

/** What use cases ask of the durable side. Every call ends within seconds or throws `TEMPORAL.DOWN`. */
export interface Orchestrator extends DurableSide {
  requestRun(userId: UserId, request: RunRequest): Promise<RunAnswer>;
  connectVendor(input: ConnectInput): Promise<CheckMessage>;
  testConnection(input: TestInput): Promise<CheckMessage>;
  /** Trades the code of a sign-in with VK ID, once however often it is asked for. */
  exchangeVkCode(input: ExchangeInput): Promise<ExchangeMessage>;
  /** One cheap call to VK after a captcha. */
  probeCaptcha(input: ProbeInput): Promise<ProbeMessage>;
  /** Starts reading the store names of a till nobody has claimed yet and does not wait for it. */
  peekTill(connectionId: number): Promise<void>;
  /** Starts reading the till into the cache and does not wait for it. */
  refreshCatalogue(userId: UserId): Promise<void>;
  /** Wakes the merchant's run, if there is one, to look at the database. */
  poke(userId: UserId): Promise<void>;
  /** Wakes the merchant's run, or starts one, to look at the hints in the database. */
  hint(userId: UserId): Promise<void>;
  isReady(): Promise<boolean>;
}
