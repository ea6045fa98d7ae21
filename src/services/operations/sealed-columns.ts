import type { SealedColumn, SealedValue } from '../../db/repositories/sealed-values.repository.js';
import type { UserId } from '../../domain/brand.js';
import type { VaultPlace } from '../../security/token-vault.js';
import { tokenPlace } from '../vendors/token-places.js';

/** A sealed column, and the place its texts are bound to. */
export interface SealedPlaces extends SealedColumn {
  readonly placeOf: (value: Omit<SealedValue, 'sealed'>) => VaultPlace;
}

const ofUser =
  (place: (userId: UserId) => VaultPlace) =>
  ({ userId }: { userId: UserId | null }): VaultPlace =>
    place(userId ?? (0 as UserId));

/**
 * Every column that holds something sealed. A test compares the list with the places of `tokenPlace` and with the schema,
 * so that none is forgotten when keys change.
 */
export const SEALED_COLUMNS: readonly SealedPlaces[] = [
  {
    table: 'evotor_connections',
    column: 'access_token',
    placeOf: ({ id, userId }) => (userId === null ? tokenPlace.evotorUnclaimed(id) : tokenPlace.evotor(userId)),
  },
  { table: 'evotor_connections', column: 'held_token', placeOf: ({ id }) => tokenPlace.evotorHeld(id) },
  { table: 'vk_connections', column: 'access_token', placeOf: ofUser(tokenPlace.vk) },
  { table: 'vk_connections', column: 'refresh_token', placeOf: ofUser(tokenPlace.vkRefresh) },
  { table: 'vk_connections', column: 'captcha_page', placeOf: ofUser(tokenPlace.captchaPage) },
  {
    table: 'connection_attempts',
    column: 'token',
    placeOf: ({ userId, service }) => tokenPlace.attempt(userId ?? (0 as UserId), service ?? 'vk'),
  },
  { table: 'connection_attempts', column: 'refresh_token', placeOf: ofUser(tokenPlace.attemptRefresh) },
  { table: 'vk_id_requests', column: 'secret', placeOf: ofUser(tokenPlace.vkIdSecret) },
  { table: 'vk_id_requests', column: 'answer', placeOf: ofUser(tokenPlace.vkIdAnswer) },
];
