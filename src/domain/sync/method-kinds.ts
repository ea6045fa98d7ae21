import type { OperationKind } from './compact.js';
import { ALL_METHODS } from './method-block.js';

const EDITS: readonly OperationKind[] = ['hide', 'unhide', 'update', 'rekey'];
const ALL: readonly OperationKind[] = [
  ...EDITS,
  'restore',
  'delete',
  'twin_delete',
  'album_create',
  'album_rename',
  'create',
  'album_add',
  'album_remove',
];

/** Kinds of operation that cannot be done while a VK method rests. A method not named here stops nothing else. */
const KINDS: Readonly<Record<string, readonly OperationKind[]>> = {
  [ALL_METHODS]: ALL,
  execute: ALL,
  'market.edit': EDITS,
  'market.delete': ['delete', 'twin_delete'],
  'market.restore': ['restore'],
  'market.addAlbum': ['album_create'],
  'market.editAlbum': ['album_rename'],
  'market.add': ['create'],
  'market.getProductPhotoUploadServer': ['create'],
  'market.saveProductPhoto': ['create'],
  upload: ['create'],
  'market.addToAlbum': ['album_add'],
  'market.removeFromAlbum': ['album_remove'],
};

export function kindsOfMethod(method: string): readonly OperationKind[] {
  return KINDS[method] ?? [];
}
