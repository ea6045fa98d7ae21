import type { ProductId, StoreId } from '../../domain/brand.js';
import type { CallOutcome } from '../../domain/result.js';
import type { TillGroup, TillProduct, TillStore } from '../../domain/till.js';
import type { ApiLog } from '../http/api-log.js';
import type { Http } from '../http/http.js';

/** How the token travels; sources disagree on which form Evotor prefers, so both are known. */
export type EvotorAuthScheme = 'bearer' | 'x_authorization';

export interface EvotorClientOptions {
  /** `EVOTOR_API_URL`, without a slash at the end. */
  readonly baseUrl: string;
  readonly token: string;
  /** The form that worked last time; the other one is tried once on 401. */
  readonly authScheme: EvotorAuthScheme;
  /** Called when the other form turned out to be the one that works. */
  readonly onScheme?: (scheme: EvotorAuthScheme) => void;
  readonly http: Http;
  readonly log: ApiLog;
  readonly sleep: (ms: number) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

/** Takes the rows of one page; an id may come again with newer values. Its exceptions leave the read. */
export type OnPage<Row> = (rows: readonly Row[]) => Promise<void> | void;

/**
 * End of a list read. Only `complete: true` may be taken as "what was not seen is gone"; an error outcome after some
 * pages is an incomplete read too.
 */
export interface ReadSummary {
  readonly complete: boolean;
  /** Why the read is incomplete although no call failed. */
  readonly incompleteReason: 'cursor_loop' | 'rejected_rows' | null;
  readonly pages: number;
  /** Distinct rows passed on. */
  readonly rows: number;
  /** Rows whose id had come before: the list moved while it was read. */
  readonly repeated: number;
  /** Rows that could not be read: no id, or a value we decide on is garbage. */
  readonly rejected: number;
}

/** Reads an Evotor account (REST v2). Codes: see `error-table.ts`. */
export interface EvotorClient {
  stores(onPage: OnPage<TillStore>): Promise<CallOutcome<ReadSummary>>;
  groups(storeId: StoreId, onPage: OnPage<TillGroup>): Promise<CallOutcome<ReadSummary>>;
  products(storeId: StoreId, onPage: OnPage<TillProduct>): Promise<CallOutcome<ReadSummary>>;
  /** One product; `null` when the till says it does not exist (404 that is not a proxy's page). */
  product(storeId: StoreId, id: ProductId): Promise<CallOutcome<TillProduct | null>>;
}
