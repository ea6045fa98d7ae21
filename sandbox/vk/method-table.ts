import {
  getAppPermissions,
  getGroupsById,
  getOwnGroups,
  getTokenPermissions,
  getUsers,
  toggleMarket,
} from './methods/account.js';
import { addItem } from './methods/add-item.js';
import { addToAlbum, removeFromAlbum } from './methods/album-members.js';
import { addAlbum, deleteAlbum, editAlbum, getAlbumById, getAlbums } from './methods/albums.js';
import { getCategories } from './methods/categories.js';
import { editItem } from './methods/edit-item.js';
import { getItems, getItemsById, searchItems } from './methods/list-items.js';
import { getProductPhotoUploadServer, saveProductPhoto, saveProductPhotoBulk } from './methods/photos.js';
import { deleteItem, restoreItem } from './methods/remove-item.js';
import { reorderAlbums, reorderItems } from './methods/reorder.js';
import {
  addProperty,
  addPropertyVariant,
  deleteProperty,
  deletePropertyVariant,
  editProperty,
  editPropertyVariant,
  getProperties,
  groupItems,
  ungroupItems,
} from './methods/variants.js';
import type { VkMethod, VkMethodEntry } from './vk-call.js';

const market = (run: VkMethod): VkMethodEntry => ({ run, token: 'user', scope: 'market' });

/** The methods this sandbox plays; all others answer error 3. */
export const VK_METHODS: ReadonlyMap<string, VkMethodEntry> = new Map<string, VkMethodEntry>([
  ['market.get', market(getItems)],
  ['market.getById', market(getItemsById)],
  ['market.search', market(searchItems)],
  ['market.add', market(addItem)],
  ['market.edit', market(editItem)],
  ['market.delete', market(deleteItem)],
  ['market.restore', market(restoreItem)],
  ['market.getAlbums', market(getAlbums)],
  ['market.getAlbumById', market(getAlbumById)],
  ['market.addAlbum', market(addAlbum)],
  ['market.editAlbum', market(editAlbum)],
  ['market.deleteAlbum', market(deleteAlbum)],
  ['market.addToAlbum', market(addToAlbum)],
  ['market.removeFromAlbum', market(removeFromAlbum)],
  ['market.reorderItems', market(reorderItems)],
  ['market.reorderAlbums', market(reorderAlbums)],
  ['market.getProperties', market(getProperties)],
  ['market.addProperty', market(addProperty)],
  ['market.editProperty', market(editProperty)],
  ['market.deleteProperty', market(deleteProperty)],
  ['market.addPropertyVariant', market(addPropertyVariant)],
  ['market.editPropertyVariant', market(editPropertyVariant)],
  ['market.deletePropertyVariant', market(deletePropertyVariant)],
  ['market.groupItems', market(groupItems)],
  ['market.ungroupItems', market(ungroupItems)],
  ['market.getCategories', market(getCategories)],
  ['market.getProductPhotoUploadServer', market(getProductPhotoUploadServer)],
  ['market.saveProductPhoto', market(saveProductPhoto)],
  ['market.saveProductPhotoBulk', market(saveProductPhotoBulk)],
  ['groups.getById', { run: getGroupsById, token: 'any' }],
  ['groups.get', { run: getOwnGroups, token: 'user', scope: 'groups' }],
  ['groups.toggleMarket', { run: toggleMarket, token: 'user', scope: 'groups' }],
  ['groups.getTokenPermissions', { run: getTokenPermissions, token: 'group' }],
  ['users.get', { run: getUsers, token: 'any' }],
  ['account.getAppPermissions', { run: getAppPermissions, token: 'user' }],
]);
