import { insertHealthEvent } from '../../db/repositories/health.repository.js';
import {
  seeInstall,
  updateInstall,
  type TillInstall,
  type TillInstallChanges,
} from '../../db/repositories/till-installs.repository.js';
import type { Queries } from '../../db/database.js';
import {
  endedCode,
  withInstallation,
  withSubscription,
  type AppLife,
  type EndedCode,
} from '../../domain/connections/app-life.js';
import { AppError } from '../../domain/errors.js';
import { openHeldToken, openInstallToken, sealForLater, sealForUse } from '../connections/install-token.js';
import { TILL_ENDED } from '../connections/till-ended.js';
import { auditExchange } from '../audit/audit-account.js';
import { closeNotices, openNotice } from '../notices/notices.js';
import { afterTillCame } from './after-till-came.js';
import { auditTillCame, tokenInUse } from './keep-token.js';
import type { InstallationEvent, SubscriptionEvent, WebhookAccess } from './webhook-contracts.js';
import { inBackground, type WebhookDeps } from './webhook-deps.js';

/** `/installation/event`: the app came to an account, or went. */
export async function noteInstallation(
  deps: WebhookDeps,
  access: WebhookAccess,
  event: InstallationEvent,
): Promise<void> {
  const { evotorUserId, isInstalled, at } = event;
  await noteEvent(deps, access, evotorUserId, life =>
    isInstalled === null ? life : withInstallation(life, { isInstalled, at }),
  );
}

/** `/subscription/event`: the account pays for the app, or no longer. */
export async function noteSubscription(
  deps: WebhookDeps,
  access: WebhookAccess,
  event: SubscriptionEvent,
): Promise<void> {
  const { evotorUserId, ...mark } = event;
  await noteEvent(deps, access, evotorUserId, life => withSubscription(life, mark));
}

/**
 * Brings the life of the app up to date; only a step from going on to ended or back has consequences, so an event may
 * come twice, late, or before the account itself. A till that ended loses its token; goods, links and settings stay.
 */
async function noteEvent(
  deps: WebhookDeps,
  access: WebhookAccess,
  evotorUserId: string,
  step: (life: AppLife) => AppLife,
): Promise<void> {
  const { ended, came } = await deps.db.transaction(async queries => {
    const { install } = await seeInstall(queries, evotorUserId);
    if (access.as === 'till' && access.connectionId !== install.id)
      throw new AppError('unauthenticated', 'WEBHOOK.TOKEN_UNKNOWN');
    const life = step(install.life);
    const [before, after] = [endedCode(install.life), endedCode(life)];
    await updateInstall(queries, install.id, life === install.life ? {} : lifeColumns(life));
    if (before === after) return { ended: null, came: null };
    if (after !== null) {
      await end(deps, queries, install, after);
      return { ended: install, came: null };
    }
    return { ended: null, came: await revive(deps, queries, install) };
  });
  // The run under way ends at its next step; if Temporal cannot be told, it finds out by itself.
  const userId = ended?.userId ?? null;
  if (userId !== null) (deps.afterwards ?? inBackground)(() => deps.orchestrator.poke(userId));
  if (came !== null) afterTillCame(deps, came);
}

/** A removed app's tokens are gone for good; one that is only not paid for may be paid for again. */
async function end(deps: WebhookDeps, queries: Queries, install: TillInstall, code: EndedCode): Promise<void> {
  const { id, userId } = install;
  const token = code === 'EVOTOR.APP_REMOVED' ? null : openInstallToken(deps.vault, install);
  if (userId !== null) {
    await insertHealthEvent(queries, { userId, service: 'evotor' }, false, code);
    await closeNotices(queries, userId, TILL_ENDED);
    await openNotice(queries, userId, code);
    await auditExchange(queries, userId, 'connection.till_ended', { actor: null, after: { code }, origin: 'evotor' });
  }
  await updateInstall(queries, id, {
    access_token: null,
    held_token: token === null ? null : sealForLater(deps.vault, token, install),
    is_online: false,
    blocked_code: null,
    blocked_until: null,
    ended_code: code,
  });
}

/** The app is back: a token that came too early is taken into use. Answers the till if it can be read now. */
async function revive(deps: WebhookDeps, queries: Queries, install: TillInstall): Promise<TillInstall | null> {
  if (install.userId !== null) await closeNotices(queries, install.userId, TILL_ENDED);
  const token = openHeldToken(deps.vault, install);
  // A token entered by hand since then is newer than what Evotor sent before.
  if (token === null || install.sealedToken !== null) {
    await updateInstall(queries, install.id, { ended_code: null, held_token: null });
    return null;
  }
  await updateInstall(queries, install.id, tokenInUse(sealForUse(deps.vault, token, install)));
  await auditTillCame(queries, install);
  return install;
}

const dateOf = (at: number | null | undefined): Date | null => (at == null ? null : new Date(at));

const lifeColumns = ({ installedAt, uninstalledAt, subscription }: AppLife): TillInstallChanges => ({
  installed_at: dateOf(installedAt),
  uninstalled_at: dateOf(uninstalledAt),
  subscription_id: subscription?.id ?? null,
  subscription_sequence: subscription?.sequence ?? null,
  subscription_event_at: dateOf(subscription?.at),
  subscription_type: subscription?.type ?? null,
});
