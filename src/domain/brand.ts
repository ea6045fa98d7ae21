declare const brand: unique symbol;

/** A primitive that must not be mixed up with others of the same shape: ids, money, quantities. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Row id of `users`. */
export type UserId = Brand<number, 'UserId'>;
/** Row id of `sync_jobs`. */
export type JobId = Brand<number, 'JobId'>;
/** Row id of `sync_operations`. */
export type OperationId = Brand<number, 'OperationId'>;
/** Evotor store id, case kept as received. */
export type StoreId = Brand<string, 'StoreId'>;
/** Evotor product group id, or the pseudo-group of a store (see `selection/no-group.ts`). */
export type GroupId = Brand<string, 'GroupId'>;
/** Evotor product id. Unique per store only: the same id may stand in two stores. */
export type ProductId = Brand<string, 'ProductId'>;
/** Key of a listing, carried by VK in `sku`: the Evotor product id, or `bc:…` / `art:…`; at most 50 characters. */
export type ListingKey = Brand<string, 'ListingKey'>;
/** VK item id, without its owner. */
export type VkItemId = Brand<number, 'VkItemId'>;
/** VK market album («подборка») id. */
export type VkAlbumId = Brand<number, 'VkAlbumId'>;
/** VK photo id; serves one item only. */
export type VkPhotoId = Brand<number, 'VkPhotoId'>;
/** VK community id, positive. The owner of its items is `-groupId`. */
export type VkGroupId = Brand<number, 'VkGroupId'>;
