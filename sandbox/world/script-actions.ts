/**
 * What a rule does to the world when it hits. Changes and fields are the bodies of the control call of that name.
 * `merchant` is that of the call unless named. Items: an id, `sku:…`, `title:…`, `newest`, `oldest`, `random`, or `used`
 * (of the call's `item_id`, or the one just added). Goods: an id, `name:…`, `article:…`, `code:…`, `barcode:…`, `first`,
 * `last`, `random`. Albums: an id or `title:…`.
 */
export type ScriptAction = { merchant?: string } & (
  | { do: 'merchant'; changes: Record<string, unknown> }
  /** `used` is the call's token, `main` is `vk-<id>-token`, `all` each user token of the merchant. */
  | { do: 'token'; token?: string; revoked?: boolean; callsPerSecond?: number; expiresAt?: number | null }
  | { do: 'editItem'; item: string | number; changes: Record<string, unknown> }
  | { do: 'deleteItem'; item: string | number }
  | { do: 'plantItem'; fields?: Record<string, unknown>; twinOf?: string | number }
  | { do: 'addAlbum'; title: string }
  | { do: 'editAlbum'; album: string | number; changes: Record<string, unknown> }
  | { do: 'deleteAlbum'; album: string | number }
  | { do: 'addProduct'; fields: Record<string, unknown>; notify?: boolean }
  | { do: 'editProduct'; product: string; changes: Record<string, unknown>; notify?: boolean }
  | { do: 'deleteProduct'; product: string; notify?: boolean }
  | { do: 'webhook'; event: string; count?: number; body?: Record<string, unknown>; store_id?: string }
  | { do: 'clock'; advanceMs: number }
  /** Puts rules on order; their counters start now. */
  | { do: 'faults'; add: unknown[] }
  /** Takes away the rules of that name, or all. */
  | { do: 'clearFaults'; name?: string }
);
