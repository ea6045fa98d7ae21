import { findInstall, lockInstall, updateInstall } from '../../db/repositories/till-installs.repository.js';
import type { KnownStore } from '../../db/repositories/till-installs.repository.js';
import type { ConnectionDeps } from './accept-connection.js';
import { openInstallToken } from './install-token.js';

/** Stores that are named to whom the till is offered; more would not help anybody to recognise it. */
const STORES_NAMED = 20;

/**
 * Reads the store names of a till nobody has claimed yet, so that its owner recognises it. Without an answer it stays
 * unnamed: it can be claimed all the same.
 */
export async function peekTill(deps: ConnectionDeps, connectionId: number): Promise<void> {
  const install = await findInstall(deps.db, connectionId);
  const token = install?.userId === null ? openInstallToken(deps.vault, install) : null;
  if (install === null || token === null) return;
  let authScheme: 'bearer' | 'x_authorization' = 'bearer';
  const client = deps.vendors.tillWith(token, { userId: null, jobId: null }, scheme => {
    authScheme = scheme;
  });
  const stores = new Map<string, KnownStore>();
  const read = await client.stores(page => page.forEach(({ id, name }) => stores.set(id, { id, name })));
  if (read.outcome !== 'ok') return;
  const known = JSON.stringify([...stores.values()].slice(0, STORES_NAMED));
  await deps.db.transaction(async queries => {
    const now = await lockInstall(queries, connectionId);
    // Claimed, replaced or gone in the meantime: what was read is of no use.
    if (now?.sealedToken !== install.sealedToken) return;
    await updateInstall(queries, connectionId, { known_stores: known, auth_scheme: authScheme });
  });
}
