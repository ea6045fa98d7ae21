import { z } from 'zod';
import type { VkAlbumId, VkGroupId, VkItemId, VkPhotoId } from '../../../domain/brand.js';
import { createVkClient, type VkClient, type VkClientOptions } from '../../../clients/vk/client.js';
import { createVkCaller } from '../../../clients/vk/call.js';
import { STOPPING, type VkOutcome } from '../../../clients/vk/outcome.js';
import type { VkParams } from '../../../clients/vk/params.js';
import type { VkReply } from '../../../clients/vk/reply.js';
import type { VkItem } from '../../../clients/vk/types.js';
import { uploadFiles } from '../../../clients/vk/upload.js';
import { ownerId } from '../../../clients/vk/write-params.js';
import type { ProbeJournal } from '../probe-journal.js';

/** How VK answered, as far as a judgement needs it. */
export type Answer<T = unknown> =
  | { readonly kind: 'ok'; readonly value: T }
  | { readonly kind: 'refused'; readonly code: number; readonly ours: string; readonly text: string }
  | { readonly kind: 'unclear'; readonly cause: string };

/** The probe cannot go on: the token, the right, a captcha, a flood, or the operator's Ctrl-C. */
export class ProbeStopped extends Error {
  override readonly name = 'ProbeStopped';
  constructor(readonly code: string) {
    super(code);
  }
}

/** What a question needs is not there; the next one may still be asked. */
export class NotAskable extends Error {
  override readonly name = 'NotAskable';
}

/** Keys of probe goods begin so; no listing key does (an id of the till, `bc:…` or `art:…`). */
export const PROBE_SKU = 'probe:evosync:';

export interface DeskOptions extends Omit<VkClientOptions, 'token'> {
  readonly token: string;
  readonly journal: ProbeJournal;
  readonly photo: () => Promise<Uint8Array>;
}

const added = z.looseObject({ market_item_id: z.number().int().positive() });
const albumAdded = z.looseObject({ market_album_id: z.number().int().positive() });
const bulkSaved = z.array(z.looseObject({ photo_id: z.number().int().positive() }));

/** The probe's hands in one community: the product's own client, and calls with parameters the product never sends. */
export interface ShopDesk {
  readonly client: VkClient;
  readonly groupId: VkGroupId;
  /** One call, whatever its answer; `owner_id` is added. Ends the probe where VK forbids to go on. */
  ask(method: string, params: VkParams, version?: string): Promise<Answer>;
  /** As {@link ask}, with what failed inside a script. */
  script(code: string): Promise<Answer<VkReply<unknown>>>;
  /** Adds a good; the id is in the journal before anything else happens. */
  add(params: VkParams): Promise<Answer<VkItemId>>;
  addAlbum(title: string): Promise<Answer<VkAlbumId>>;
  photo(): Promise<VkPhotoId>;
  /** Photos of one bulk upload. */
  bulkPhotos(count: number): Promise<Answer<readonly VkPhotoId[]>>;
  /** Puts a good that was made in another way into the journal. */
  noteItem(id: number): Promise<void>;
  /** The good as VK answers it now, in an own call; `null` = VK does not show it. */
  item(id: VkItemId): Promise<VkItem | null>;
  /** The value of a read of the product's client, or the end of the question. */
  must<T>(outcome: VkOutcome<T>): T;
}

export function createShopDesk(options: DeskOptions): ShopDesk {
  const { groupId, journal } = options;
  const client = createVkClient(options);
  const callers = new Map([[options.version, createVkCaller(options)]]);
  const callerOf = (version: string) => {
    const caller = callers.get(version) ?? createVkCaller({ ...options, version });
    callers.set(version, caller);
    return caller;
  };

  function answerOf<T>(outcome: VkOutcome<T>): Answer<T> {
    if (outcome.outcome === 'ok') return { kind: 'ok', value: outcome.value };
    if (outcome.outcome === 'unknown') {
      if (outcome.cause.startsWith('aborted')) throw new ProbeStopped('interrupted');
      return { kind: 'unclear', cause: outcome.cause };
    }
    if (STOPPING.has(outcome.policy)) throw new ProbeStopped(outcome.code);
    return { kind: 'refused', code: outcome.vkCode, ours: outcome.code, text: outcome.vendorMessage };
  }

  function must<T>(outcome: VkOutcome<T>): T {
    const answer = answerOf(outcome);
    if (answer.kind === 'ok') return answer.value;
    throw new NotAskable(describe(answer));
  }

  const own = (params: VkParams): VkParams => ({ owner_id: ownerId(groupId), ...params });

  return {
    client,
    groupId,
    must,
    async ask(method, params, version = options.version) {
      const outcome = await callerOf(version)({ method, params: own(params), kind: 'write', schema: z.unknown() });
      return answerOf(outcome.outcome === 'ok' ? { outcome: 'ok', value: outcome.value.result } : outcome);
    },
    async script(code) {
      const params = { code };
      return answerOf(
        await callerOf(options.version)({
          method: 'execute',
          params,
          kind: 'write',
          schema: z.unknown(),
          isWriteBatch: true,
        }),
      );
    },
    async add(params) {
      const method = 'market.add';
      const outcome = await callerOf(options.version)({ method, params: own(params), kind: 'create', schema: added });
      if (outcome.outcome !== 'ok') return answerOf(outcome);
      const id = outcome.value.result.market_item_id as VkItemId;
      await journal.note({ item: id });
      return { kind: 'ok', value: id };
    },
    async addAlbum(title) {
      const method = 'market.addAlbum';
      const call = { method, params: own({ title }), kind: 'create', schema: albumAdded } as const;
      const outcome = await callerOf(options.version)(call);
      if (outcome.outcome === 'unknown') await journal.note({ lostAlbum: title });
      if (outcome.outcome !== 'ok') return answerOf(outcome);
      const id = outcome.value.result.market_album_id as VkAlbumId;
      await journal.note({ album: id });
      return { kind: 'ok', value: id };
    },
    async photo() {
      const [address = ''] = must(await client.uploadAddresses(1));
      const reply = must(await client.uploadPhoto(address, await options.photo()));
      const id = must(await client.saveProductPhoto(reply));
      await journal.note({ photo: true });
      return id;
    },
    async bulkPhotos(count) {
      const call = callerOf(options.version);
      const address = await call({
        method: 'market.getProductPhotoUploadServer',
        params: { group_id: groupId, bulk: true },
        kind: 'read',
        schema: z.looseObject({ upload_url: z.url({ protocol: /^https?$/ }) }),
      });
      if (address.outcome !== 'ok') return answerOf(address);
      const jpeg = await options.photo();
      const files = Array.from({ length: count }, (_, nth) => ({ field: `file${nth + 1}`, jpeg }));
      const reply = await uploadFiles(options, address.value.result.upload_url, files);
      if (reply.outcome !== 'ok') return answerOf(reply);
      const saved = await call({
        method: 'market.saveProductPhotoBulk',
        params: { upload_response: reply.value },
        kind: 'create',
        schema: bulkSaved,
      });
      if (saved.outcome !== 'ok') return answerOf(saved);
      const ids = saved.value.result.map(({ photo_id }) => photo_id as VkPhotoId);
      for (const _ of ids) await journal.note({ photo: true });
      return { kind: 'ok', value: ids };
    },
    noteItem: item => journal.note({ item }),
    async item(id) {
      const [item] = must(await client.itemsById([id]));
      return item === undefined || item.availability === 'removed' ? null : item;
    },
  };
}

/** An answer that is no success, in a few words. */
export function describe(answer: Answer): string {
  if (answer.kind === 'ok') return 'done';
  if (answer.kind === 'unclear') return `no clear answer (${answer.cause})`;
  return `refused with ${answer.code || answer.ours}${answer.text === '' ? '' : ` «${answer.text}»`}`;
}
