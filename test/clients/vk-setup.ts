import type { ApiLogEntry } from '../../src/clients/http/api-log.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import { createVkClient } from '../../src/clients/vk/client.js';
import type { VkClient } from '../../src/clients/vk/client.js';
import { createLane } from '../../src/clients/vk/lane.js';
import type { VkGroupId } from '../../src/domain/brand.js';

/** A token that must not be found in any log entry. */
export const TOKEN = 'vk1.a.SECRET-token-of-the-merchant';
export const GROUP = 218252175 as VkGroupId;

export interface VkSetup {
  readonly vk: VkClient;
  readonly log: ApiLogEntry[];
  /** What was slept, ms: back-offs, which the tests do not wait for. */
  readonly slept: number[];
  readonly penalties: number[];
}

/** A client over real HTTP whose lane and back-offs take no time. */
export function setUpVk(baseUrl: string, signal?: AbortSignal): VkSetup {
  const log: ApiLogEntry[] = [];
  const slept: number[] = [];
  const penalties: number[] = [];
  let time = Date.now();
  // Time flies: sleeping moves the clock, so that pacing is done without being waited for.
  const now = () => time;
  const sleep = async (ms: number) => {
    time += ms;
    return Promise.resolve();
  };
  const lane = createLane({
    reserve: async n => Promise.resolve(Array.from({ length: n }, () => now())),
    postpone: async ms => {
      penalties.push(ms);
      return Promise.resolve();
    },
    now,
    sleep,
    intervalMs: 343,
  });
  const vk = createVkClient({
    baseUrl,
    version: '5.199',
    token: TOKEN,
    groupId: GROUP,
    http: createFetchHttp(),
    log: entry => log.push(entry),
    lane,
    sleep: async ms => {
      slept.push(ms);
      return sleep(ms);
    },
    now,
    random: () => 0.5,
    ...(signal === undefined ? {} : { signal }),
  });
  return { vk, log, slept, penalties };
}
