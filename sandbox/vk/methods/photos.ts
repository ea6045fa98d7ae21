import type { Sandbox } from '../../sandbox.js';
import type { ShopPhoto } from '../../world/shop.js';
import type { UploadSlot } from '../../world/world.js';
import { shopByGroup, shopForWrite } from '../access.js';
import type { VkCall } from '../vk-call.js';
import { badParam } from '../vk-failure.js';

/** An upload address is good for one upload within ten minutes. */
const UPLOAD_LIFE_MS = 10 * 60_000;

export function getProductPhotoUploadServer({ sandbox, token, params }: VkCall): object {
  const shop = shopForWrite(shopByGroup(sandbox, params.needInt('group_id')), token);
  const now = sandbox.clock.now();
  dropStale(sandbox, now);
  const key = sandbox.newSecret('u');
  sandbox.world.uploads.set(key, {
    key,
    groupId: shop.groupId,
    bulk: params.flag('bulk') === true,
    expiresAt: now + UPLOAD_LIFE_MS,
    files: [],
    saved: false,
  });
  return { upload_url: `${sandbox.baseUrl}/vk-upload/gu-s/photo/v2/upload?token=${key}` };
}

export function saveProductPhoto(call: VkCall): object {
  const [photo] = save(call, false);
  if (photo === undefined) throw badParam('upload_response is invalid');
  return { photo_id: photo.id };
}

export function saveProductPhotoBulk(call: VkCall): object[] {
  return save(call, true).map(photo => ({ photo_id: photo.id }));
}

function save({ sandbox, token, params }: VkCall, bulk: boolean): ShopPhoto[] {
  const text = params.text('upload_response') ?? '';
  const slot = findSlot(sandbox, text);
  if (slot === undefined || slot.saved || slot.bulk !== bulk) throw badParam('upload_response is invalid');
  const shop = shopForWrite(shopByGroup(sandbox, slot.groupId), token);
  slot.saved = true;
  const now = sandbox.clock.now();
  const photos = slot.files.map(file => ({
    id: sandbox.world.nextPhotoId++,
    createdAt: now,
    ...file,
    ...(bulk ? { bulk: slot.key } : {}),
  }));
  for (const photo of photos) shop.photos.set(photo.id, photo);
  sandbox.changed(shop);
  return photos;
}

/** The slot whose answer is this very text: VK wants it back unchanged. */
function findSlot(sandbox: Sandbox, text: string): UploadSlot | undefined {
  let key: unknown;
  try {
    const parsed: unknown = JSON.parse(text);
    key = typeof parsed === 'object' && parsed !== null && 'sha' in parsed ? parsed.sha : undefined;
  } catch {
    return undefined;
  }
  const slot = typeof key === 'string' ? sandbox.world.uploads.get(key) : undefined;
  return slot?.answer === text ? slot : undefined;
}

/** Forgets slots an hour past their end, so that a long run does not pile them up. */
function dropStale(sandbox: Sandbox, now: number): void {
  for (const [key, slot] of sandbox.world.uploads) {
    if (slot.saved || slot.expiresAt + 3_600_000 < now) sandbox.world.uploads.delete(key);
    else break;
  }
}
