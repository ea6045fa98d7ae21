import sharp from 'sharp';
import { contractValidator } from '../../sandbox/contracts/contract-schemas.js';
import { startSandbox, type RunningSandbox } from '../../sandbox/start-sandbox.js';

export interface VkError {
  error_code: number;
  error_msg: string;
  error_subcode?: number;
  redirect_uri?: string;
  request_params?: { key: string; value: string }[];
}

/** The parts of VK's replies that tests look at; the contract itself is checked on every reply. */
export interface VkReply<T> {
  response?: T;
  error?: VkError;
  execute_errors?: VkError[];
}

export interface VkItem {
  id: number;
  title: string;
  description: string;
  availability: number;
  sku?: string;
  stock_amount?: number;
  albums_ids?: number[];
  price: { amount: string; old_amount?: string };
}

export interface VkList {
  count: number;
  items: VkItem[];
}

/** Starts a sandbox with a small generated merchant `shop` whose call rate does not matter. */
export async function startWithMerchant(goods = 5): Promise<RunningSandbox> {
  const running = await startSandbox({ scenarios: [] });
  await control(running, 'POST', '/merchants', { id: 'shop', generate: { goods, groups: 2 } });
  await control(running, 'PATCH', '/merchants/shop', {
    vkTokens: { main: { callsPerSecond: 1000 } },
    shop: { lag: { searchMs: 0 } },
  });
  return running;
}

export async function control<T = Record<string, unknown>>(
  running: RunningSandbox,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const answer = await fetch(`${running.url}/_control${path}`, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

/** One VK call; fails when the reply breaks the contract. */
export async function vk<T = unknown>(
  running: RunningSandbox,
  method: string,
  params: Record<string, string | number> = {},
): Promise<VkReply<T>> {
  const form = new URLSearchParams({ v: '5.199', access_token: 'vk-shop-token' });
  for (const [name, value] of Object.entries(params)) form.set(name, String(value));
  const answer = await fetch(`${running.vkUrl}/method/${method}`, { method: 'POST', body: form });
  const reply: unknown = await answer.json();
  const validate = contractValidator('vk', isError(reply) ? 'error_envelope' : `${method}.reply`);
  if (!validate(reply)) throw new Error(`${method} breaks the contract: ${JSON.stringify(validate.errors)}`);
  return reply as VkReply<T>;
}

function isError(reply: unknown): boolean {
  return typeof reply === 'object' && reply !== null && 'error' in reply;
}

/** The call's result, or an exception with VK's words. */
export async function vkOk<T>(
  running: RunningSandbox,
  method: string,
  params: Record<string, string | number> = {},
): Promise<T> {
  const reply = await vk<T>(running, method, params);
  if (reply.response === undefined) throw new Error(`${method}: ${reply.error?.error_code} ${reply.error?.error_msg}`);
  return reply.response;
}

export async function vkErrorCode(
  running: RunningSandbox,
  method: string,
  params: Record<string, string | number> = {},
): Promise<number> {
  return (await vk(running, method, params)).error?.error_code ?? 0;
}

export function groupId(running: RunningSandbox): number {
  return running.sandbox.merchant('shop')?.groupId ?? 0;
}

let colour = 0;

/** A picture no other call gave. */
export function picture(width = 500, height = 500, format: 'jpeg' | 'png' | 'gif' | 'webp' = 'jpeg'): Promise<Buffer> {
  colour = (colour + 7) % 256;
  return sharp({ create: { width, height, channels: 3, background: { r: colour, g: 120, b: 90 } } })
    .toFormat(format)
    .toBuffer();
}

/** Uploads bytes to a fresh address; returns the upload host's answer text. */
export async function upload(running: RunningSandbox, bytes: Buffer, field = 'file'): Promise<string> {
  const { upload_url } = await vkOk<{ upload_url: string }>(running, 'market.getProductPhotoUploadServer', {
    group_id: groupId(running),
  });
  return sendFile(upload_url, bytes, field);
}

export async function sendFile(url: string, bytes: Buffer, field = 'file'): Promise<string> {
  const form = new FormData();
  form.set(field, new Blob([new Uint8Array(bytes)]), 'photo.jpg');
  return (await fetch(url, { method: 'POST', body: form })).text();
}

/** A saved photo's id. */
export async function photo(running: RunningSandbox): Promise<number> {
  const upload_response = await upload(running, await picture());
  return (await vkOk<{ photo_id: number }>(running, 'market.saveProductPhoto', { upload_response })).photo_id;
}

/** Parameters of a good item; a new photo unless one is given. */
export async function itemParams(
  running: RunningSandbox,
  changes: Record<string, string | number> = {},
): Promise<Record<string, string | number>> {
  return {
    owner_id: -groupId(running),
    name: 'Чай Бай Му Дань',
    description: 'Белый чай, 100 граммов.',
    category_id: 40932,
    price: '149.90',
    sku: 'key-1',
    stock_amount: 5,
    main_photo_id: changes['main_photo_id'] ?? (await photo(running)),
    ...changes,
  };
}

export async function addItem(running: RunningSandbox, changes: Record<string, string | number> = {}): Promise<number> {
  return (await vkOk<{ market_item_id: number }>(running, 'market.add', await itemParams(running, changes)))
    .market_item_id;
}

export async function listItems(
  running: RunningSandbox,
  params: Record<string, string | number> = {},
): Promise<VkList> {
  return vkOk<VkList>(running, 'market.get', { owner_id: -groupId(running), extended: 1, with_disabled: 1, ...params });
}

export interface EvotorAnswer {
  status: number;
  headers: Headers;
  body: {
    items: { id: string; name: string; quantity?: number; parent_id?: string; price?: number }[];
    paging: { next_cursor?: string };
  };
}

export async function evotor(
  running: RunningSandbox,
  path: string,
  headers: Record<string, string> = { authorization: 'Bearer evotor-shop-token' },
): Promise<EvotorAnswer> {
  const answer = await fetch(`${running.evotorUrl}${path}`, { headers });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as EvotorAnswer['body'] };
}
