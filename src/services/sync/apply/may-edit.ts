import type { ItemLink } from '../../../db/repositories/links.repository.js';
import type { Operation } from '../../../db/repositories/operations.repository.js';

/** Kinds that show or change a good: only a wanted one may be touched so, whatever was planned. */
const NEED_LISTING: readonly Operation['kind'][] = ['unhide', 'update', 'restore', 'rekey'];

/**
 * Why an operation must not leave any more, although it was planned; `null` = it may. Asked for at the last moment: a good
 * may have become restricted, come back, or been taken away by the merchant's own hand since the plan.
 */
export function staleCode(operation: Operation, link: ItemLink | undefined, isListed: boolean): string | null {
  if (NEED_LISTING.includes(operation.kind) && !isListed) return 'SYNC.REPLANNED';
  if (link === undefined || link.state === 'detached') return 'SYNC.LINK_GONE';
  switch (operation.kind) {
    case 'delete':
      // One that waited its days and is wanted again stays; undoing and disconnecting have reasons of their own.
      if (operation.reasonCode === 'OVERDUE' && (isListed || link.state !== 'hidden')) return 'SYNC.REPLANNED';
      return link.state === 'deleted' ? 'SYNC.LINK_GONE' : null;
    case 'twin_delete':
      return operation.itemId === null || operation.itemId === link.itemId ? 'SYNC.REPLANNED' : null;
    case 'restore':
      return link.state === 'deleted' ? null : 'SYNC.LINK_GONE';
    default:
      return link.state === 'deleted' ? 'SYNC.LINK_GONE' : null;
  }
}
