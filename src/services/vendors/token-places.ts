import type { UserId } from '../../domain/brand.js';
import type { VaultPlace } from '../../security/token-vault.js';

/** Where each sealed token lives; a ciphertext opens at its own place only. */
export const tokenPlace = {
  evotor: (userId: UserId): VaultPlace => ({ table: 'evotor_connections', column: 'access_token', rowKey: userId }),
  /** Of a till nobody has claimed yet: bound to its own row, and sealed anew for the merchant who claims it. */
  evotorUnclaimed: (connectionId: number): VaultPlace => ({
    table: 'evotor_connections',
    column: 'access_token.unclaimed',
    rowKey: connectionId,
  }),
  evotorHeld: (connectionId: number): VaultPlace => ({
    table: 'evotor_connections',
    column: 'held_token',
    rowKey: connectionId,
  }),
  vk: (userId: UserId): VaultPlace => ({ table: 'vk_connections', column: 'access_token', rowKey: userId }),
  vkRefresh: (userId: UserId): VaultPlace => ({ table: 'vk_connections', column: 'refresh_token', rowKey: userId }),
  attempt: (userId: UserId, service: 'evotor' | 'vk'): VaultPlace => ({
    table: 'connection_attempts',
    column: `token.${service}`,
    rowKey: userId,
  }),
  attemptRefresh: (userId: UserId): VaultPlace => ({
    table: 'connection_attempts',
    column: 'refresh_token',
    rowKey: userId,
  }),
  vkIdSecret: (userId: UserId): VaultPlace => ({ table: 'vk_id_requests', column: 'secret', rowKey: userId }),
  vkIdAnswer: (userId: UserId): VaultPlace => ({ table: 'vk_id_requests', column: 'answer', rowKey: userId }),
  captchaPage: (userId: UserId): VaultPlace => ({ table: 'vk_connections', column: 'captcha_page', rowKey: userId }),
};
