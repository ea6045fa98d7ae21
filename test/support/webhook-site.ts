import { composeApp } from '../../src/main/compose-app.js';
import { createWebhookService, type WebhookDeps } from '../../src/services/webhooks/webhook-service.js';
import type { UserId } from '../../src/domain/brand.js';
import { inProcess, type ServicesEnv, type TestMerchant } from './services-env.js';
import { listen } from './test-site.js';

/** What the Integration tab of our app holds. */
export const WEBHOOK_SECRET = 'a secret of the integration tab';

/** The till connection as its row says. */
export interface TillRow {
  readonly id: number;
  readonly user_id: UserId | null;
  readonly evotor_user_id: string | null;
  readonly access_token: string | null;
  readonly held_token: string | null;
  readonly claimed_email: string | null;
  readonly connection_type: 'webhook' | 'manual';
  readonly ended_code: string | null;
  readonly blocked_code: string | null;
  readonly is_online: number;
  readonly known_stores: unknown;
  readonly last_checked_at: Date | null;
}

export interface SentWebhook {
  readonly status?: number;
  readonly body: string;
  readonly fault?: string;
}

/** The real site on the real database, with Evotor (the sandbox) sending it messages over HTTP. */
export interface WebhookSite {
  readonly url: string;
  /** Merchants whose run was to be woken or told, and whose till was to be read, in order. */
  readonly woken: UserId[];
  readonly poked: UserId[];
  readonly refreshed: UserId[];
  /** An Evotor account with this site as its app's server; nobody of ours is connected to it. */
  account(wish?: { goods?: number; stores?: number }): Promise<EvotorAccount>;
  /** Sends one message; fails if the answer breaks the contract. What follows the answer is done when this resolves. */
  send(account: { readonly id: string }, event: string, body?: object): Promise<SentWebhook>;
  tillOf(account: { readonly evotorUserId: string }): Promise<TillRow | null>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export interface EvotorAccount {
  /** Id in the sandbox. */
  readonly id: string;
  readonly evotorUserId: string;
  readonly evotorToken: string;
  readonly stores: readonly { readonly id: string; readonly name: string }[];
}

let made = 0;

export async function startWebhookSite(env: ServicesEnv, options: Partial<WebhookDeps> = {}): Promise<WebhookSite> {
  const woken: UserId[] = [];
  const poked: UserId[] = [];
  const refreshed: UserId[] = [];
  const following: Promise<unknown>[] = [];
  const durable = inProcess(env.deps);
  const webhooks = createWebhookService({
    db: env.db,
    vault: env.deps.vault,
    now: env.deps.now,
    webhookSecret: WEBHOOK_SECRET,
    afterwards: work => void following.push(work().catch(() => undefined)),
    ...options,
    orchestrator: {
      ...durable,
      hint: userId => Promise.resolve(void woken.push(userId)),
      poke: userId => Promise.resolve(void poked.push(userId)),
      refreshCatalogue: userId => {
        refreshed.push(userId);
        return durable.refreshCatalogue(userId);
      },
      ...options.orchestrator,
    },
  });
  const site = await listen(composeApp(env.base, { ...env.services, webhooks }));
  const settled = async (): Promise<void> => {
    while (following.length > 0) await Promise.all(following.splice(0));
  };

  return {
    url: site.url,
    woken,
    poked,
    refreshed,
    async account({ goods = 2, stores = 1 } = {}) {
      const id = `w${(made += 1)}`;
      await env.control('POST', '/merchants', { id, generate: { goods, groups: 1, stores } });
      return pointAt(env, id, site.url);
    },
    async send(account, event, body) {
      const sent = await env.control<SentWebhook>('POST', `/merchants/${account.id}/webhooks`, {
        event,
        ...(body === undefined ? {} : { body }),
      });
      await settled();
      if (sent.fault !== undefined) throw new Error(`${event}: ${sent.fault}`);
      return sent;
    },
    tillOf: ({ evotorUserId }) =>
      env.db.first<TillRow>('SELECT * FROM evotor_connections WHERE evotor_user_id = :evotorUserId', { evotorUserId }),
    settled,
    close: () => site.close(),
  };
}

/** The Evotor account behind a merchant of the sandbox, its messages sent to this site. */
export async function pointAt(env: ServicesEnv, id: TestMerchant['id'], url: string): Promise<EvotorAccount> {
  const webhook = { baseUrl: url, serviceSecret: WEBHOOK_SECRET };
  const seen = await env.control<Omit<EvotorAccount, 'id'>>('PATCH', `/merchants/${id}`, { webhook });
  return { id, evotorUserId: seen.evotorUserId, evotorToken: seen.evotorToken, stores: seen.stores };
}
