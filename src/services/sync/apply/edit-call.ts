import type { BatchCall, VkItemEdit } from '../../../clients/vk/types.js';
import type { ItemLink } from '../../../db/repositories/links.repository.js';
import type { Operation } from '../../../db/repositories/operations.repository.js';
import type { VkItemId, VkPhotoId } from '../../../domain/brand.js';
import type { Field } from '../../../domain/sync/compact.js';
import { forgetDigests, NO_VALUE, withDigests } from '../../../domain/sync/digests.js';
import { wantedOf, withSent } from './sent-values.js';

/** One operation on an item, with everything that decides what leaves for VK. */
export interface EditStep {
  readonly operation: Operation;
  readonly link: ItemLink;
  /** Fields that go out: those planned and what goes along with them, without the merchant's own. */
  readonly fields: readonly Field[];
  readonly photoId: VkPhotoId | null;
}

/** The item an operation is about: a twin is never the linked one. */
export function itemOf({ operation, link }: EditStep): VkItemId {
  return operation.kind === 'twin_delete' ? (operation.itemId as VkItemId) : link.itemId;
}

/** The call of one operation. `withoutStock`: the shop keeps none. */
export function callOf(step: EditStep, withoutStock: boolean): BatchCall {
  const { id, kind } = step.operation;
  const itemId = itemOf(step);
  switch (kind) {
    case 'delete':
    case 'twin_delete':
      return { id, op: 'delete', itemId };
    case 'restore':
      return { id, op: 'restore', itemId };
    default:
      return { id, op: 'edit', itemId, fields: editOf(step, withoutStock) };
  }
}

function editOf({ operation, link, fields, photoId }: EditStep, withoutStock: boolean): VkItemEdit {
  const stock = (value: number) => (withoutStock ? {} : { stock: value });
  if (operation.kind === 'hide') return { hidden: true, ...stock(0) };
  // Only an unhide shows what is hidden; every other edit leaves it as it is.
  const hidden = link.state === 'hidden' && operation.kind !== 'unhide';
  if (operation.kind === 'rekey') return { hidden, sku: operation.key };
  const wanted = wantedOf(operation);
  if (!wanted) return { hidden };
  return {
    hidden,
    ...(fields.includes('name') ? { name: wanted.name } : {}),
    ...(fields.includes('description') ? { description: wanted.description } : {}),
    ...(fields.includes('price') ? { price: wanted.price } : {}),
    ...(fields.includes('stock') ? stock(wanted.stock) : {}),
    ...(fields.includes('category') ? { categoryId: wanted.categoryId } : {}),
    ...(photoId === null ? {} : { mainPhotoId: photoId }),
  };
}

/** Fields whose value in VK an operation replaces: what VK showed of them before is worth nothing from then on. */
export function replacedFields({ operation, fields }: EditStep): readonly Field[] {
  return operation.kind === 'hide' ? ['stock'] : fields;
}

/** The link once VK has confirmed the operation. */
export function linkAfter(link: ItemLink, { operation, fields, photoId }: EditStep): ItemLink {
  switch (operation.kind) {
    case 'twin_delete':
      return link;
    case 'rekey':
      return { ...link, sku: null };
    case 'hide': {
      const hidden: ItemLink = { ...link, state: 'hidden', stateCause: operation.reasonCode };
      return link.sent ? withSent(hidden, { ...link.sent, stock: 0 }, ['stock']) : hidden;
    }
    case 'delete':
      return { ...link, ...withoutAlbum(link), state: 'deleted', stateCause: operation.reasonCode, echoDigests: null };
    case 'restore':
      // It comes back as VK kept it; nobody looked meanwhile, so everything is sent again before it is shown.
      return { ...link, state: 'hidden', stateCause: operation.reasonCode, sentDigests: null, echoDigests: null };
    default: {
      const wanted = wantedOf(operation);
      const state = operation.kind === 'unhide' || link.state !== 'hidden' ? 'live' : 'hidden';
      const next: ItemLink = {
        ...link,
        state,
        stateCause: state === 'live' ? null : link.stateCause,
        photoId: photoId ?? link.photoId,
      };
      return wanted ? withSent(next, wanted, fields) : next;
    }
  }
}

/** What VK deletes lies in no album any more. */
function withoutAlbum({ sent, sentDigests, echoDigests }: ItemLink): Partial<ItemLink> {
  return {
    albumId: null,
    sent: sent && { ...sent, album: null },
    sentDigests: sentDigests && withDigests(sentDigests, field => (field === 'album' ? NO_VALUE : undefined)),
    echoDigests: echoDigests && forgetDigests(echoDigests, ['album']),
  };
}
