import type { GroupId, ProductId, StoreId, UserId } from '../../domain/brand.js';

/** The shop as last read; nothing here is asked of VK. */
export interface ShopAsRead {
  /** `null` = no community is connected. */
  readonly community: { readonly groupId: number; readonly name: string } | null;
  /** `null` = not read yet. */
  readonly readAt: Date | null;
}

export interface AlbumRow {
  readonly id: number;
  readonly title: string;
  /** Goods in it: as VK counted, or as many of ours as were put there since. */
  readonly items: number;
  readonly isHidden: boolean;
  /** EvoSync made it; else the merchant did. */
  readonly isOurs: boolean;
  /**
   * `linked`: goods of the groups go here · `same_title`: the next exchange will link it · `none`: no group of the till
   * belongs to it.
   */
  readonly pair: 'linked' | 'same_title' | 'none';
  readonly groups: readonly {
    readonly storeId: StoreId;
    readonly groupId: GroupId;
    readonly name: string;
    readonly storeName: string;
  }[];
}

export interface AlbumsFound extends ShopAsRead {
  readonly rows: readonly AlbumRow[];
  readonly total: number;
  readonly pageSize: number;
  /** Goods of the shop in all, and those in no album. */
  readonly items: number;
  readonly looseItems: number;
}

export interface ShopItemRow {
  readonly id: number;
  readonly title: string;
  readonly priceKopecks: number | null;
  /** −1 = without limit, `null` = VK does not count. */
  readonly stock: number | null;
  readonly isHidden: boolean;
  /** `foreign`: no till good behind it · `detached`: it was ours until somebody took it out by hand. */
  readonly origin: 'created' | 'adopted' | 'detached' | 'foreign';
  /** Added by us after the last reading. */
  readonly isNew: boolean;
  readonly productId: ProductId | null;
}

/** One album, the goods in none, or the whole shop. */
export type AlbumPlace = number | 'none' | 'all';
export type ShopItemFilter = 'all' | 'ours' | 'foreign' | 'hidden';

export interface ItemsFound extends ShopAsRead {
  /** `null` = the goods in no album, or all. */
  readonly album: { readonly id: number; readonly title: string } | null;
  readonly rows: readonly ShopItemRow[];
  readonly total: number;
  readonly pageSize: number;
}

/** The merchant's shop in VK as cached. */
export interface VkCatalogueService {
  albums(userId: UserId, query: { search: string; page: number }): Promise<AlbumsFound>;
  /** Throws `ALBUM.NOT_FOUND`, also for another merchant's album. */
  items(
    userId: UserId,
    query: { place: AlbumPlace; search: string; filter: ShopItemFilter; page: number },
  ): Promise<ItemsFound>;
}
