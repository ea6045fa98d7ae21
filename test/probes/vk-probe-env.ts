import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { startSandbox, type RunningSandbox } from '../../sandbox/start-sandbox.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import type { Http } from '../../src/clients/http/http.js';
import type { VkGroupId } from '../../src/domain/brand.js';
import type { ProbeReport } from '../../src/services/probes/report.js';
import { createVkProbe, type VkProbe } from '../../src/services/probes/vk/probe-vk.js';
import { LOOKUP_DELAYS_MS } from '../../src/services/sync/sync-deps.js';
import { controlOf } from '../clients/sandbox-setup.js';

export interface LivingShop {
  readonly items: readonly object[];
  readonly albums: readonly object[];
}

/** One merchant's community in a sandbox whose clock is moved by sleeping. */
export interface VkProbeEnv {
  readonly sandbox: RunningSandbox;
  readonly control: ReturnType<typeof controlOf>;
  readonly dataDir: string;
  readonly groupId: number;
  readonly token: string;
  readonly evotorToken: string;
  readonly photo: () => Promise<Uint8Array>;
  probe(changes?: { readonly http?: Http; readonly signal?: AbortSignal; readonly callsPerSecond?: number }): VkProbe;
  run(many?: boolean): Promise<ProbeReport>;
  /** What lives in the shop: the goods and albums a visitor or the owner sees. */
  living(): Promise<LivingShop>;
  close(): Promise<void>;
}

let made = 0;

export async function startVkProbeEnv(): Promise<VkProbeEnv> {
  const sandbox = await startSandbox({ scenarios: [], previews: false });
  const control = controlOf(sandbox.url);
  const id = `probe${(made += 1)}`;
  const merchant = await control<{ vkGroupId: number; vkToken: string; evotorToken: string }>('POST', '/merchants', {
    id,
    generate: { goods: 3 },
  });
  await control('POST', `/merchants/${id}/shop/items`, { title: 'Чужой товар', sku: 'their-own' });
  await control('POST', `/merchants/${id}/shop/albums`, { title: 'Чужая подборка' });
  await control('PATCH', `/merchants/${id}`, { vkTokens: { main: { callsPerSecond: 1000 } } });
  const dataDir = mkdtempSync(join(tmpdir(), 'evosync-probe-'));
  const { clock } = sandbox.sandbox;
  const card = await sharp({ create: { width: 400, height: 400, channels: 3, background: '#aabbcc' } })
    .jpeg()
    .toBuffer();
  const sleep = async (ms: number): Promise<void> => {
    clock.advance(Math.max(0, ms));
    await new Promise(resolve => setImmediate(resolve));
  };

  const env: VkProbeEnv = {
    sandbox,
    control: (method, path, body) => control(method, path.replace('/me', `/merchants/${id}`), body),
    dataDir,
    groupId: merchant.vkGroupId,
    token: merchant.vkToken,
    evotorToken: merchant.evotorToken,
    photo: () => Promise.resolve(card),
    probe: ({ http = createFetchHttp(), signal, callsPerSecond = 1000 } = {}) =>
      createVkProbe({
        token: merchant.vkToken,
        groupId: merchant.vkGroupId as VkGroupId,
        http,
        log: () => undefined,
        vkApiUrl: sandbox.vkUrl,
        vkApiVersion: '5.199',
        callsPerSecond,
        categoryId: 40_932,
        lookupDelaysMs: LOOKUP_DELAYS_MS,
        photo: () => Promise.resolve(card),
        dataDir,
        now: () => clock.now(),
        sleep,
        random: () => 0.5,
        ...(signal ? { signal } : {}),
      }),
    async run(many = false) {
      const probe = env.probe();
      return probe.run(await probe.look(), many);
    },
    async living() {
      const shop = await control<{
        items: { state: string; id: number; title: string; priceKopecks: number; albumIds: number[]; writes: object }[];
        albums: { id: number; title: string; count: number }[];
      }>('GET', `/merchants/${id}/shop`);
      return {
        items: shop.items.filter(({ state }) => state !== 'deleted'),
        albums: shop.albums,
      };
    },
    async close() {
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return env;
}
