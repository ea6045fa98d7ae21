import type { Database } from '../../src/db/database.js';
import { findEvotorConnection } from '../../src/db/repositories/evotor-connections.repository.js';
import { insertPartnerToken } from '../../src/db/repositories/partner-tokens.repository.js';
import type { UserId } from '../../src/domain/brand.js';
import { hashToken, newToken } from '../../src/security/hash-token.js';

/** Gives the merchant's till a token of ours, as installing the app does; answers the header that carries it. */
export async function givePartnerToken(db: Database, userId: UserId): Promise<string> {
  const connection = await findEvotorConnection(db, userId);
  if (!connection) throw new Error(`user ${userId} has no till connection`);
  const token = newToken();
  await insertPartnerToken(db, connection.id, hashToken(token));
  return `Bearer ${token}`;
}
