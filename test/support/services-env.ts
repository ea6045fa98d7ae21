import { randomBytes, randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { startSandbox, type RunningSandbox } from '../../sandbox/start-sandbox.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import { loadConfig } from '../../src/config/load-config.js';
import type { Database } from '../../src/db/database.js';
import { updateSyncConfig } from '../../src/db/repositories/sync-config.repository.js';
import type { StoreId, UserId } from '../../src/domain/brand.js';
import { composeSync, type Base } from '../../src/main/compose.js';
import { composeServices } from '../../src/main/compose-services.js';
import { createLogger } from '../../src/observability/logger.js';
import { NO_METRICS } from '../../src/observability/metrics/metrics.js';
import { createTokenVault, type TokenVault } from '../../src/security/token-vault.js';
import { createUser } from '../../src/services/accounts/create-user.js';
import { acceptConnection } from '../../src/services/connections/accept-connection.js';
import { peekTill } from '../../src/services/connections/peek-till.js';
import { testConnection } from '../../src/services/connections/test-connection.js';
import { exchangeVkCode } from '../../src/services/connections/vk-id/exchange-vk-code.js';
import { probeCaptcha } from '../../src/services/connections/vk-id/probe-captcha.js';
import type { Orchestrator } from '../../src/services/orchestrator.js';
import { openJobFor } from '../../src/services/sync/open-job.js';
import { computeAfterRead } from '../../src/services/sync/compute-after-read.js';
import { refreshTill } from '../../src/services/sync/refresh-till.js';
import type { SyncDeps } from '../../src/services/sync/sync-deps.js';
import { createVendorGate } from '../../src/services/vendors/vendor-gate.js';
import type { ApiLogWriter } from '../../src/services/vendors/api-log-writer.js';
import type { WebServices } from '../../src/services/web-services.js';
import { controlOf } from '../clients/sandbox-setup.js';
import { freshEmail, migratedDatabase } from './services-env-database.js';
import { idleDurableSide } from './idle-durable-side.js';

/** A merchant of the sandbox with an account of ours. */
export interface TestMerchant {
  readonly userId: UserId;
  readonly email: string;
  /** Id in the sandbox. */
  readonly id: string;
  readonly evotorToken: string;
  readonly vkToken: string;
  readonly groupId: number;
  readonly stores: readonly StoreId[];
}

export interface MerchantWish {
  readonly goods?: number;
  readonly groups?: number;
  readonly stores?: number;
  /** A ready catalogue instead of a generated one; only one account can have each. */
  readonly scenario?: 'tea' | 'grocery' | 'clothes';
  /** `false`: neither till nor shop is connected. */
  readonly connected?: boolean;
  /** `false`: the merchant has not said how goods of several stores are merged. */
  readonly mergeChosen?: boolean;
}

/** Everything use cases need, in this process, on the real database and the sandbox over HTTP. */
export interface ServicesEnv {
  /** What the processes of the product are made of. */
  readonly base: Base;
  readonly db: Database;
  /** Of that database, with its password. */
  readonly url: string;
  readonly sandbox: RunningSandbox;
  readonly control: ReturnType<typeof controlOf>;
  readonly deps: SyncDeps & { readonly vault: TokenVault; readonly apiLog: ApiLogWriter };
  readonly services: WebServices;
  merchant(wish?: MerchantWish): Promise<TestMerchant>;
  close(): Promise<void>;
}

export const PASSWORD = 'correct horse battery';
/** Nobody waits for it; a heartbeat matters to Temporal alone. */
export const CONTROL = { heartbeat: () => undefined } as const;

/** Our app at the sandbox's VK ID, which takes any. */
export const VK_CLIENT = '5200000';

let made = 0;

/**
 * Starts an environment. Sleeping moves the clock of the sandbox, which is ours too, so nobody waits: paces, pauses and
 * VK's search lag pass at once.
 */
export async function startServicesEnv(
  options: { scenarios?: string[]; poolSize?: number; environment?: Readonly<Record<string, string>> } = {},
): Promise<ServicesEnv> {
  const database = await migratedDatabase(options.poolSize === undefined ? {} : { poolSize: options.poolSize });
  const sandbox = await startSandbox({ scenarios: options.scenarios ?? [], previews: false });
  const { db } = database;
  const { clock } = sandbox.sandbox;
  const now = () => clock.now();
  const sleep = async (ms: number) => {
    clock.advance(Math.max(0, ms));
    await new Promise(resolve => setImmediate(resolve));
  };
  const config = loadConfig({
    NODE_ENV: 'test',
    SECRET_KEY: randomBytes(24).toString('hex'),
    TOKEN_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    DATABASE_URL: database.url,
    EVOTOR_API_URL: sandbox.evotorUrl,
    VK_API_URL: sandbox.vkUrl,
    VK_ID_URL: sandbox.vkIdUrl,
    VK_CLIENT_ID: VK_CLIENT,
    ...options.environment,
  });
  const logger = createLogger({ level: process.env['TEST_LOG'] === '1' ? 'debug' : 'error', service: 'test' });
  const vault = createTokenVault(config.secrets.tokenEncryptionKeys);
  const parts: Base = { config, logger, db, vault, metrics: NO_METRICS };
  const composed = composeSync(parts);
  const card = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#aabbcc' } })
    .jpeg()
    .toBuffer();
  const deps = {
    ...composed,
    now,
    sleep,
    // Drawing a name card takes longer than all the rest; it has tests of its own.
    renderPhoto: (async (userId, choice) =>
      choice.source === 'name_card' ? card : composed.renderPhoto(userId, choice)) satisfies SyncDeps['renderPhoto'],
    vendors: createVendorGate({
      db,
      vault: parts.vault,
      http: createFetchHttp(),
      apiLog: composed.apiLog,
      evotorApiUrl: config.evotor.apiUrl,
      vkApiUrl: config.vk.apiUrl,
      vkApiVersion: config.vk.apiVersion,
      vkCallsPerSecond: 1000,
      vkIdUrl: config.vk.idUrl,
      vkClientId: config.vk.clientId,
      now,
      sleep,
      random: () => 0.5,
    }),
  };
  const services = composeServices(parts, inProcess(deps));
  const control = controlOf(sandbox.url);

  async function merchant(wish: MerchantWish = {}): Promise<TestMerchant> {
    const id = wish.scenario ?? `m${(made += 1)}`;
    const { goods = 5, groups = 2, stores = 1 } = wish;
    if (wish.scenario === undefined) await control('POST', '/merchants', { id, generate: { goods, groups, stores } });
    const seen = await control<{ evotorToken: string; vkToken: string; vkGroupId: number; stores: { id: StoreId }[] }>(
      'PATCH',
      `/merchants/${id}`,
      { vkTokens: { main: { callsPerSecond: 1000 } }, till: { rate: { limit: 100_000 } } },
    );
    const email = freshEmail();
    const userId = await createUser(db, {
      email,
      password: PASSWORD,
      role: 'user',
      firstName: 'Анна',
      lastName: '',
      phone: null,
    });
    const { evotorToken, vkToken, vkGroupId: groupId } = seen;
    if (wish.connected !== false) {
      await services.connections.connectEvotor({ userId, token: evotorToken });
      await services.connections.connectVk({ userId, token: vkToken, groupId });
      await services.sync.setEnabled(userId, true);
      // Confirmed by somebody who had looked at everything, the question of merging too.
      const at = new Date(now());
      await updateSyncConfig(db, userId, { confirmed_at: at, merge_chosen_at: wish.mergeChosen === false ? null : at });
    }
    return { userId, email, id, evotorToken, vkToken, groupId, stores: seen.stores.map(store => store.id) };
  }

  return {
    base: parts,
    db,
    url: database.url,
    sandbox,
    control,
    deps,
    services,
    merchant,
    async close() {
      await composed.apiLog.drain();
      await sandbox.close();
      await database.drop();
    },
  };
}

/** The durable side without durability: the same use cases, called at once. */
export function inProcess(deps: SyncDeps & { readonly vault: TokenVault }): Orchestrator {
  return {
    async requestRun(userId, request) {
      const opened = await openJobFor(deps, {
        userId,
        workflowId: `sync/${userId}`,
        ...request,
        requestId: randomUUID(),
      });
      return { outcome: 'started', ...opened };
    },
    connectVendor: input => acceptConnection(deps, input),
    testConnection: input => testConnection(deps, input),
    peekTill: connectionId => peekTill(deps, connectionId),
    exchangeVkCode: input => exchangeVkCode(deps, input),
    probeCaptcha: input => probeCaptcha(deps, input),
    async refreshCatalogue(userId) {
      await refreshTill(deps, { userId, jobId: null }, CONTROL);
      await computeAfterRead(deps, userId);
    },
    poke: () => Promise.resolve(),
    hint: () => Promise.resolve(),
    isReady: () => Promise.resolve(true),
    ...idleDurableSide(),
  };
}
