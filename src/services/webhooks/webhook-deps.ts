import type { Database } from '../../db/database.js';
import type { TokenVault } from '../../security/token-vault.js';
import type { Orchestrator } from '../orchestrator.js';

export interface WebhookDeps {
  readonly db: Database;
  readonly vault: TokenVault;
  readonly orchestrator: Pick<Orchestrator, 'hint' | 'poke' | 'peekTill' | 'testConnection' | 'refreshCatalogue'>;
  /** `null` = none is configured: what needs it is refused. */
  readonly webhookSecret: string | null;
  readonly now: () => number;
  /** Does work that the answer does not wait for, after it. A failure is nobody's: the clock finds what was not done. */
  readonly afterwards?: (work: () => Promise<unknown>) => void;
  readonly limits?: Partial<WebhookLimits>;
}

export interface WebhookLimits {
  /** Pushes of one merchant that are looked at: as many as a hundred a second. */
  readonly pushesPerMinute: number;
  /** Wrong secrets and tokens of one address within 15 minutes. */
  readonly wrongPerAddress: number;
}

export const WEBHOOK_LIMITS: WebhookLimits = { pushesPerMinute: 6000, wrongPerAddress: 60 };

/** After the answer has left; never rejects. */
export function inBackground(work: () => Promise<unknown>): void {
  setImmediate(() => void work().catch(() => undefined));
}
