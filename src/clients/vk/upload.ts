import { z } from 'zod';
import type { VkPhotoId } from '../../domain/brand.js';
import type { HttpReply } from '../http/http.js';
import { parseJson, unknownFromFailure } from '../http/http-outcome.js';
import { scrub } from '../http/scrub.js';
import { uncodedError } from './api-error.js';
import type { VkCaller } from './call.js';
import type { VkClientOptions } from './api.js';
import type { VkRule } from './error-table.js';
import { mayUploadTo } from './foreign-address.js';
import type { VkOutcome } from './outcome.js';
import { wireParams } from './params.js';
import type { ReadPages } from './read-pages.js';

/** A photo of a few megabytes over a slow line. */
const TIMEOUT_MS = 60_000;
const MAX_REPLY_BYTES = 256 * 1024;

const TOO_SMALL: VkRule = { code: 'VK.PHOTO_TOO_SMALL', kind: 'upstream_rejected', policy: 'skip_item' };
const REFUSED: VkRule = { code: 'VK.PHOTO_REFUSED', kind: 'upstream_rejected', policy: 'skip_item' };
/** Nothing lasting was made: a new address and the same photo again. */
const FAILED: VkRule = { code: 'VK.UPLOAD_FAILED', kind: 'unavailable', policy: 'retry' };

const refusal = z.looseObject({ error: z.string() });
/** The good reply is opaque: any object or list with something in it. */
const opaque = z.union([
  z.record(z.string(), z.unknown()).refine(body => Object.keys(body).length > 0),
  z.array(z.unknown()).min(1),
]);

function judge(reply: HttpReply, secrets: readonly string[]): VkOutcome<string> {
  const json = parseJson(reply.text);
  const refused = refusal.safeParse(json);
  if (refused.success) {
    const { error } = refused.data;
    const word = /^ERR_[A-Z_]+/.exec(error)?.[0] ?? 'error';
    const rule = word.includes('IMAGE_SIZE') ? TOO_SMALL : word.includes('NOT_SUPPORTED') ? REFUSED : FAILED;
    return uncodedError(rule, 'upload', word, scrub(error, secrets));
  }
  if (reply.status === 200 && opaque.safeParse(json).success) return { outcome: 'ok', value: reply.text };
  return uncodedError(FAILED, 'upload', `http_${reply.status}`, 'no upload reply');
}

/** Posts a JPEG to an upload address for one photo. */
export function uploadPhoto(options: VkClientOptions, address: string, jpeg: Uint8Array): Promise<VkOutcome<string>> {
  return uploadFiles(options, address, [{ field: 'file', jpeg }]);
}

/** Posts JPEGs, each in its field. The address carries a token in its query, so the log gets its path only. */
export async function uploadFiles(
  {
    baseUrl,
    http,
    log,
    now,
    signal,
    token,
  }: Pick<VkClientOptions, 'baseUrl' | 'http' | 'log' | 'now' | 'signal' | 'token'>,
  address: string,
  files: readonly { readonly field: string; readonly jpeg: Uint8Array }[],
): Promise<VkOutcome<string>> {
  // The address is VK's word and not our configuration: it must not lead into our own network.
  if (!mayUploadTo(address, baseUrl)) return uncodedError(FAILED, 'upload', 'foreign_address', 'not an upload address');
  const target = new URL(address);
  const startedAt = now();
  const reply = await http({
    method: 'POST',
    url: address,
    headers: {},
    body: files.map(({ field, jpeg }) => ({ field, filename: 'photo.jpg', contentType: 'image/jpeg', data: jpeg })),
    timeoutMs: TIMEOUT_MS,
    maxBytes: MAX_REPLY_BYTES,
    signal: signal ?? null,
  });
  const isReply = reply.kind === 'reply';
  const outcome = isReply ? judge(reply, [token, ...target.searchParams.values()]) : unknownFromFailure(reply);
  const refused = outcome.outcome === 'api_error' ? outcome : null;
  log({
    service: 'vk_upload',
    method: 'POST',
    path: target.pathname,
    status: isReply ? reply.status : null,
    outcome: refused?.vendorCode.startsWith('http_') ? 'unknown' : outcome.outcome,
    vendorCode: refused?.vendorCode ?? (outcome.outcome === 'unknown' ? outcome.cause : null),
    warning: null,
    startedAt: new Date(startedAt),
    durationMs: now() - startedAt,
    requestBytes: files.reduce((bytes, { jpeg }) => bytes + jpeg.length, 0),
    responseBytes: isReply ? reply.bytes : 0,
    requestBody: null,
    responseBody: refused === null ? null : scrub(JSON.stringify({ error: refused.vendorMessage }), []),
  });
  if (outcome.outcome === 'unknown' && !outcome.cause.startsWith('aborted')) {
    return uncodedError(FAILED, 'upload', outcome.cause, 'no upload reply');
  }
  return outcome;
}

/** Up to `n` addresses for one photo each. Some are better than none: an error counts only when there is no address. */
export async function readUploadAddresses(
  readPages: ReadPages,
  groupId: number,
  n: number,
): Promise<VkOutcome<readonly string[]>> {
  const call = { method: 'market.getProductPhotoUploadServer', params: wireParams({ group_id: groupId }) } as const;
  const addresses: string[] = [];
  const schema = z.looseObject({ upload_url: z.url({ protocol: /^https?$/ }) });
  const calls = Array.from({ length: n }, () => call);
  const outcome = await readPages(calls, schema, server => void addresses.push(server.upload_url));
  return outcome.outcome === 'ok' || addresses.length > 0 ? { outcome: 'ok', value: addresses } : outcome;
}

/** Turns the upload host's reply, unchanged, into a photo id. */
export async function saveProductPhoto(call: VkCaller, uploadReply: string): Promise<VkOutcome<VkPhotoId>> {
  const reply = await call({
    method: 'market.saveProductPhoto',
    params: { upload_response: uploadReply },
    kind: 'create',
    schema: z.looseObject({ photo_id: z.number().int().positive() }),
  });
  return reply.outcome === 'ok' ? { outcome: 'ok', value: reply.value.result.photo_id as VkPhotoId } : reply;
}
