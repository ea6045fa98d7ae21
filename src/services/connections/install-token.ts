import type { TillInstall } from '../../db/repositories/till-installs.repository.js';
import type { UserId } from '../../domain/brand.js';
import { registerSecret } from '../../observability/redact.js';
import type { TokenVault, VaultPlace } from '../../security/token-vault.js';
import { tokenPlace } from '../vendors/token-places.js';

type Place = Pick<TillInstall, 'id' | 'userId'>;

/** Where the token in use of a till is sealed for: its merchant, or its own row as long as nobody has claimed it. */
const usedPlace = ({ id, userId }: Place): VaultPlace =>
  userId === null ? tokenPlace.evotorUnclaimed(id) : tokenPlace.evotor(userId);

export function openInstallToken(vault: TokenVault, install: TillInstall): string | null {
  return install.sealedToken === null ? null : opened(vault, install.sealedToken, usedPlace(install));
}

export function openHeldToken(vault: TokenVault, install: TillInstall): string | null {
  return install.heldToken === null ? null : opened(vault, install.heldToken, tokenPlace.evotorHeld(install.id));
}

export const sealForUse = (vault: TokenVault, token: string, install: Place): string =>
  vault.seal(token, usedPlace(install));

export const sealForLater = (vault: TokenVault, token: string, install: Place): string =>
  vault.seal(token, tokenPlace.evotorHeld(install.id));

/** The token in use, sealed for the merchant who claims the till. */
export function sealedForClaimer(vault: TokenVault, install: TillInstall, userId: UserId): string | null {
  const token = openInstallToken(vault, install);
  return token === null ? null : sealForUse(vault, token, { id: install.id, userId });
}

function opened(vault: TokenVault, sealed: string, place: VaultPlace): string {
  const token = vault.open(sealed, place);
  registerSecret(token);
  return token;
}
