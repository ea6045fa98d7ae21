import { expect } from 'chai';
import sharp from 'sharp';
import type { ApiLogEntry } from '../../src/clients/http/api-log.js';
import { createFetchHttp } from '../../src/clients/http/fetch-http.js';
import { createEvotorClient } from '../../src/clients/evotor/client.js';
import { createVkClient } from '../../src/clients/vk/client.js';
import { createLane } from '../../src/clients/vk/lane.js';
import type { Lane } from '../../src/clients/vk/lane.js';
import type { VkGroupId } from '../../src/domain/brand.js';
import { slotIntervalMs } from '../../src/domain/pacing/interval.js';
import { reserveSlots } from '../../src/domain/pacing/reserve-slots.js';
import type { Ok } from '../../src/domain/result.js';
import type { startSandbox } from '../../sandbox/start-sandbox.js';

const sleep = async (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms));

/** A lane over a row in memory. */
export function laneOf(callsPerSecond: number): Lane {
  const intervalMs = slotIntervalMs(callsPerSecond);
  let nextAt = 0;
  return createLane({
    reserve: async n => {
      const taken = reserveSlots(nextAt, Date.now(), n, intervalMs);
      nextAt = taken.nextAt;
      return Promise.resolve(taken.slots);
    },
    now: Date.now,
    sleep,
    intervalMs,
  });
}

/** A VK client on the sandbox; `timeoutMs` keeps hanging answers short. */
export function vkOn(vkUrl: string, token: string, groupId: number, lane = laneOf(100), timeoutMs = 3000) {
  const log: ApiLogEntry[] = [];
  const http = createFetchHttp();
  const vk = createVkClient({
    baseUrl: vkUrl,
    version: '5.199',
    token,
    groupId: groupId as VkGroupId,
    http: request => http({ ...request, timeoutMs }),
    log: entry => log.push(entry),
    lane,
    sleep: ms => sleep(Math.min(ms, 50)),
    now: Date.now,
    random: Math.random,
  });
  return { vk, log };
}

/** An Evotor client on the sandbox. */
export function evotorOn(evotorUrl: string, token: string) {
  const log: ApiLogEntry[] = [];
  const evotor = createEvotorClient({
    baseUrl: evotorUrl,
    token,
    authScheme: 'bearer',
    http: createFetchHttp(),
    log: entry => log.push(entry),
    sleep: ms => sleep(Math.min(ms, 50)),
    now: Date.now,
  });
  return { evotor, log };
}

/** The sandbox's control API. */
export function controlOf(url: string) {
  return async function control<T>(method: string, path: string, body?: unknown): Promise<T> {
    const reply = await fetch(`${url}/_control${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
}

/** A JPEG of one colour. */
export async function jpeg(size: number, seed: number): Promise<Uint8Array> {
  const background = { r: seed % 256, g: 90, b: 160 };
  return sharp({ create: { width: size, height: size, channels: 3, background } })
    .jpeg()
    .toBuffer();
}

/** The value of an outcome that must be good. */
export function ok<T>(outcome: Ok<T> | { readonly outcome: string }): T {
  expect(outcome).to.have.property('outcome', 'ok');
  return (outcome as Ok<T>).value;
}

let made = 0;

/** A merchant of the test's own, free of the call rate: no test depends on another. */
export async function newMerchant(sandbox: Awaited<ReturnType<typeof startSandbox>>, goods: number) {
  const control = controlOf(sandbox.url);
  const id = `m${(made += 1)}`;
  await control('POST', '/merchants', { id, generate: { goods } });
  const { vkToken, vkGroupId, evotorToken } = await control<Record<string, string>>('GET', `/merchants/${id}`);
  await control('PATCH', `/merchants/${id}`, { vkTokens: { main: { callsPerSecond: 1000 } } });
  const { vk } = vkOn(sandbox.vkUrl, String(vkToken), Number(vkGroupId));
  return { id, vk, till: evotorOn(sandbox.evotorUrl, String(evotorToken)).evotor };
}
