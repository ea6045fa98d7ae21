import type { Actor } from '../../src/domain/access/actor.js';
import { DEFAULT_GRANTS, type Permission } from '../../src/domain/access/permissions.js';
import type { Role } from '../../src/domain/account.js';
import type { UserId } from '../../src/domain/brand.js';
import type { AccountEnv } from './account-env.js';

/** Somebody of a role who asks from the web, with what a fresh installation grants, or with that much. */
export const actorFor = (id: UserId, role: Role, permissions: readonly Permission[] = DEFAULT_GRANTS[role]): Actor => ({
  userId: id,
  roles: [role],
  permissions,
  origin: 'web 203.0.113.7',
});

/** A new account of a role, as an actor. */
export async function newActor(env: AccountEnv, role: Role): Promise<Actor & { readonly userId: UserId }> {
  const { id } = await env.user({ role });
  return { ...actorFor(id, role), userId: id };
}
