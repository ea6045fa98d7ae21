import { readAdminGroups, readGroup, readMe, readPermissions } from './account.js';
import type { VkClient, VkClientOptions } from './api.js';
import { sendBatch } from './batch.js';
import { ABORTED_BEFORE_SENDING, createVkCaller } from './call.js';
import { addAlbum, addItem, editAlbum } from './create.js';
import type { VkOutcome } from './outcome.js';
import { readAlbumsById, readAllAlbums } from './read-albums.js';
import { readAllItems, readItemPage, readItemsById, readNewestItems } from './read-items.js';
import { createReadPages } from './read-pages.js';
import { createScriptRunner } from './script-runner.js';
import type { BatchCall, VkDone } from './types.js';
import { readUploadAddresses, saveProductPhoto, uploadPhoto } from './upload.js';

export type * from './api.js';

/** A client for one merchant's token and community. */
export function createVkClient(options: VkClientOptions): VkClient {
  const { groupId, lane, sleep, signal } = options;
  const call = createVkCaller(options);
  const run = createScriptRunner(call, [options.token]);
  const readPages = createReadPages(call, run, signal);
  const reading = { groupId, call, readPages };

  const batch = (calls: readonly BatchCall[]) => sendBatch({ groupId, run, lane, sleep, signal }, calls);
  const write = async (single: DistributedOmit<BatchCall, 'id'>): Promise<VkOutcome<VkDone>> => {
    const [done] = await batch([{ ...single, id: 0 }]);
    // Nothing comes before a batch of one, so only the caller's own signal can keep it from being sent.
    return done === undefined || done.outcome.outcome === 'not_sent' ? CALLED_OFF : done.outcome;
  };

  return {
    me: () => readMe(call),
    group: (id = groupId) => readGroup(call, id),
    adminGroups: () => readAdminGroups(call),
    permissions: () => readPermissions(call),
    async itemPage({ offset, count }) {
      const page = await readItemPage(reading, offset, count);
      return page.outcome === 'ok'
        ? { outcome: 'ok', value: { count: page.value.count, items: page.value.rows } }
        : page;
    },
    readAllItems: onPage => readAllItems(reading, onPage),
    itemsById: ids => readItemsById(reading, ids),
    newestItems: count => readNewestItems(reading, count),
    readAllAlbums: () => readAllAlbums(reading),
    albumsById: ids => readAlbumsById(reading, ids),
    addItem: item => addItem(call, groupId, item),
    editItem: (itemId, fields) => write({ op: 'edit', itemId, fields }),
    deleteItem: itemId => write({ op: 'delete', itemId }),
    restoreItem: itemId => write({ op: 'restore', itemId }),
    addAlbum: album => addAlbum(call, groupId, album),
    editAlbum: album => editAlbum(call, groupId, album),
    addToAlbum: (itemIds, albumIds) => write({ op: 'addToAlbum', itemIds, albumIds }),
    removeFromAlbum: (itemId, albumIds) => write({ op: 'removeFromAlbum', itemId, albumIds }),
    uploadAddresses: n => readUploadAddresses(readPages, groupId, n),
    uploadPhoto: (address, jpeg) => uploadPhoto(options, address, jpeg),
    saveProductPhoto: uploadReply => saveProductPhoto(call, uploadReply),
    batch,
  };
}

type DistributedOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

const CALLED_OFF = { outcome: 'unknown', cause: ABORTED_BEFORE_SENDING } as const;
