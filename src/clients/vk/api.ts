import type { VkAlbumId, VkGroupId, VkItemId, VkPhotoId } from '../../domain/brand.js';
import type { ApiLog } from '../http/api-log.js';
import type { Http } from '../http/http.js';
import type { Lane } from './lane.js';
import type { NotSent, VkOutcome } from './outcome.js';
import type {
  BatchCall,
  NewVkItem,
  VkAlbum,
  VkDone,
  VkGroup,
  VkItem,
  VkItemEdit,
  VkPermissions,
  VkUser,
} from './types.js';

export interface VkClientOptions {
  /** `VK_API_URL`, without a slash at the end; `/method/<name>` is appended. */
  readonly baseUrl: string;
  /** `VK_API_VERSION`. */
  readonly version: string;
  /** Read anew for each call: it may be renewed in the middle of a run. */
  readonly token: string;
  /** VK does not take the token; `true` = there is another one now, and the call is sent once more. */
  readonly onTokenRefused?: () => Promise<boolean>;
  readonly groupId: VkGroupId;
  readonly http: Http;
  readonly log: ApiLog;
  readonly lane: Lane;
  readonly sleep: (ms: number) => Promise<void>;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** 0 ≤ x < 1; spreads back-offs. */
  readonly random: () => number;
  readonly signal?: AbortSignal;
}

/**
 * Takes the items of one page, each id once per pass. The shop can move during a read; then a second pass starts, and
 * what earlier passes gave is void: rows not seen in the summary's `pass` are gone.
 */
export type OnItems = (items: readonly VkItem[], pass: number) => Promise<void> | void;

export interface ItemReadSummary {
  /** False when the shop kept moving; then absence proves nothing. */
  readonly complete: boolean;
  /** The pass that counts, from 1. */
  readonly pass: number;
  /** VK's own count. */
  readonly count: number;
  /** Distinct items passed on in that pass. */
  readonly rows: number;
}

export interface AlbumRead {
  readonly complete: boolean;
  readonly albums: readonly VkAlbum[];
}

export interface BatchOutcome {
  readonly id: number;
  readonly outcome: VkOutcome<VkDone> | NotSent;
}

/** The VK calls of one merchant, all through one lane. Codes and policies: `error-table.ts`. */
export interface VkClient {
  /** Owner of the token; a community token gives `VK.GROUP_TOKEN`. */
  me(): Promise<VkOutcome<VkUser>>;
  /** The community of this client, or another one. */
  group(id?: VkGroupId): Promise<VkOutcome<VkGroup>>;
  /** Communities the token's owner may edit (needs the right `groups`). */
  adminGroups(): Promise<VkOutcome<readonly VkGroup[]>>;
  permissions(): Promise<VkOutcome<VkPermissions>>;

  itemPage(page: { offset: number; count: number }): Promise<VkOutcome<{ count: number; items: readonly VkItem[] }>>;
  /** The whole shop, hidden items too. */
  readAllItems(onPage: OnItems): Promise<VkOutcome<ItemReadSummary>>;
  /** Items that exist, in no order; any number of ids. A deleted one is absent or `removed`. */
  itemsById(ids: readonly VkItemId[]): Promise<VkOutcome<readonly VkItem[]>>;
  /** Newest first, hidden ones too; at most 200. */
  newestItems(count: number): Promise<VkOutcome<readonly VkItem[]>>;
  /** Albums that VK lists: empty ones are missing even from a complete read. */
  readAllAlbums(): Promise<VkOutcome<AlbumRead>>;
  albumsById(ids: readonly VkAlbumId[]): Promise<VkOutcome<readonly VkAlbum[]>>;

  /** Sent once. After Unknown the item may exist. */
  addItem(item: NewVkItem): Promise<VkOutcome<VkItemId>>;
  editItem(id: VkItemId, fields: VkItemEdit): Promise<VkOutcome<VkDone>>;
  deleteItem(id: VkItemId): Promise<VkOutcome<VkDone>>;
  restoreItem(id: VkItemId): Promise<VkOutcome<VkDone>>;
  /** Sent once. After Unknown the album may exist. */
  addAlbum(album: { title: string; photoId?: VkPhotoId | undefined }): Promise<VkOutcome<VkAlbumId>>;
  /** `photoId` is to be sent again each time, or VK may drop the cover. */
  editAlbum(album: { id: VkAlbumId; title: string; photoId?: VkPhotoId | undefined }): Promise<VkOutcome<VkDone>>;
  addToAlbum(itemIds: readonly VkItemId[], albumIds: readonly VkAlbumId[]): Promise<VkOutcome<VkDone>>;
  removeFromAlbum(itemId: VkItemId, albumIds: readonly VkAlbumId[]): Promise<VkOutcome<VkDone>>;

  /** Addresses for one photo each, at least one, at most `n`; they live for minutes. */
  uploadAddresses(n: number): Promise<VkOutcome<readonly string[]>>;
  /** Sends a JPEG to an upload address; gives the host's reply text for {@link saveProductPhoto}. Takes no slot. */
  uploadPhoto(address: string, jpeg: Uint8Array): Promise<VkOutcome<string>>;
  /** Sent once. After Unknown: upload anew. */
  saveProductPhoto(uploadReply: string): Promise<VkOutcome<VkPhotoId>>;

  /** Repeatable writes, up to 25 per HTTP call; one outcome per call, in the order given. */
  batch(calls: readonly BatchCall[]): Promise<readonly BatchOutcome[]>;
}
