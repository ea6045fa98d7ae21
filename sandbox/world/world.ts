import type { Shop } from './shop.js';
import type { Till } from './till.js';

/** One demo merchant: a till account and the community it sells in. */
export interface Merchant {
  id: string;
  title: string;
  till: Till;
  vkUserId: number;
  /** The community meant for the mirror; further ones of the same owner are found in `World.shops`. */
  groupId: number;
}

export interface VkUser {
  id: number;
  firstName: string;
  lastName: string;
}

/** A VK access token. A community token (`kind: 'group'`) is refused by market methods. */
export interface VkToken {
  token: string;
  merchantId: string;
  kind: 'user' | 'group';
  userId: number;
  groupId?: number;
  scopes: string[];
  /** Epoch ms; undefined: for ever. */
  expiresAt?: number;
  revoked: boolean;
  /** Set: calls from another address answer error 5. */
  boundIp?: string;
  /** Calls allowed in any 1,000 ms; VK's documented value is 3 for users, 20 for communities. */
  callsPerSecond: number;
}

/** A VK ID grant: a code waiting for its exchange, or a refresh token waiting for its use. */
export interface VkIdGrant {
  kind: 'code' | 'refresh';
  value: string;
  userId: number;
  merchantId: string;
  clientId: string;
  deviceId: string;
  scopes: string[];
  redirectUri?: string;
  challenge?: string;
  expiresAt: number;
  spent: boolean;
}

/** An upload address (before the file came) and later its answer (before it is saved). */
export interface UploadSlot {
  key: string;
  groupId: number;
  bulk: boolean;
  expiresAt: number;
  /** The answer text given for the file(s); equal text is what the save call must bring. */
  answer?: string;
  files: { file: string; width: number; height: number; sha256?: string; bytes?: number }[];
  saved: boolean;
}

/** Everything the sandbox knows and keeps; plain data, saved as one file. */
export interface World {
  merchants: Map<string, Merchant>;
  shops: Map<number, Shop>;
  users: Map<number, VkUser>;
  vkTokens: Map<string, VkToken>;
  grants: Map<string, VkIdGrant>;
  uploads: Map<string, UploadSlot>;
  /** Item and photo ids run through all shops, so that an id of a foreign shop never fits by accident. */
  nextItemId: number;
  nextPhotoId: number;
  serial: number;
  vkId: VkIdSettings;
}

/** How VK ID behaves towards every app. */
export interface VkIdSettings {
  /** Rights the app was granted by VK; others are dropped from a request without a word. */
  approvedScopes: string[];
  /** Tokens work only from the address that got them. */
  bindIp: boolean;
  /** Seconds; VK's own value is one hour. */
  accessLifeSeconds: number;
  /** Rate of the tokens it issues; absent: VK's 3. */
  callsPerSecond?: number;
}

/** An empty world; first ids look like VK's. */
export function emptyWorld(): World {
  return {
    merchants: new Map(),
    shops: new Map(),
    users: new Map(),
    vkTokens: new Map(),
    grants: new Map(),
    uploads: new Map(),
    nextItemId: 7_900_001,
    nextPhotoId: 457_239_001,
    serial: 0,
    vkId: { approvedScopes: ['market', 'groups', 'photos', 'email', 'phone'], bindIp: false, accessLifeSeconds: 3600 },
  };
}
