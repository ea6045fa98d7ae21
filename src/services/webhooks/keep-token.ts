import type { Queries } from '../../db/database.js';
import {
  seeInstall,
  updateInstall,
  type TillInstall,
  type TillInstallChanges,
} from '../../db/repositories/till-installs.repository.js';
import { getSyncConfig, raiseInputVersion } from '../../db/repositories/sync-config.repository.js';
import { endedCode } from '../../domain/connections/app-life.js';
import { AppError } from '../../domain/errors.js';
import { registerSecret } from '../../observability/redact.js';
import { sameSecret } from '../../security/same-secret.js';
import type { TokenVault } from '../../security/token-vault.js';
import { auditExchange } from '../audit/audit-account.js';
import { openHeldToken, openInstallToken, sealForLater, sealForUse } from '../connections/install-token.js';
import { shortAccount } from '../connections/short-account.js';
import { afterTillCame } from './after-till-came.js';
import type { GivenToken } from './webhook-contracts.js';
import type { WebhookDeps } from './webhook-deps.js';

/**
 * `/user/token`: the key to the till, sealed. While the app is gone or not paid for it is laid aside: a late repeat must
 * not bring back what was removed, and a real reinstall is told by an event that takes it into use. An account nobody has
 * spoken of before is refused as unknown, and its token kept all the same: no source says that it would come again.
 */
export async function keepToken(deps: WebhookDeps, { evotorUserId, token }: GivenToken): Promise<void> {
  registerSecret(token);
  const { isNew, came } = await deps.db.transaction(async queries => {
    const { install, isNew } = await seeInstall(queries, evotorUserId);
    const changes = changesFor(deps.vault, install, token);
    await updateInstall(queries, install.id, changes ?? {});
    const isUsed = changes?.access_token !== undefined;
    if (isUsed && install.userId !== null) {
      await getSyncConfig(queries, install.userId);
      await raiseInputVersion(queries, install.userId);
      await auditTillCame(queries, install);
    }
    return { isNew, came: isUsed ? install : null };
  });
  if (came !== null) afterTillCame(deps, came);
  if (isNew) throw new AppError('not_found', 'WEBHOOK.USER_UNKNOWN');
}

/** `null` = the token is known. */
function changesFor(vault: TokenVault, install: TillInstall, token: string): TillInstallChanges | null {
  const isKnown = (known: string | null) => known !== null && sameSecret(known, token);
  if (endedCode(install.life) !== null)
    return isKnown(openHeldToken(vault, install)) ? null : { held_token: sealForLater(vault, token, install) };
  if (isKnown(openInstallToken(vault, install))) return null;
  return tokenInUse(sealForUse(vault, token, install));
}

/** Notes that Evotor gave the key to a merchant's till: without it, of course. */
export async function auditTillCame(queries: Queries, { userId, evotorUserId }: TillInstall): Promise<void> {
  if (userId === null) return;
  const entity = evotorUserId === null ? '' : `till:${shortAccount(evotorUserId)}`;
  await auditExchange(queries, userId, 'connection.till_came', { actor: null, entity, origin: 'evotor' });
}

/** A token nobody has tried yet: neither online nor refused. */
export const tokenInUse = (sealedToken: string): TillInstallChanges => ({
  access_token: sealedToken,
  held_token: null,
  auth_scheme: 'bearer',
  connection_type: 'webhook',
  is_online: false,
  blocked_code: null,
  blocked_until: null,
  ended_code: null,
  known_stores: null,
  detached_at: null,
  last_checked_at: null,
});
