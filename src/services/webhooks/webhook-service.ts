import { markDirty } from '../sync/hints.js';
import { noteInstallation, noteSubscription } from './app-events.js';
import { keepToken } from './keep-token.js';
import { logInTill } from './log-in-till.js';
import { registerTill } from './register-till.js';
import { admitSender, admitTill, allowHit } from './webhook-access.js';
import type { WebhookService } from './webhook-contracts.js';
import { WEBHOOK_LIMITS, type WebhookDeps } from './webhook-deps.js';

export type * from './webhook-contracts.js';
export type { WebhookDeps } from './webhook-deps.js';

export function createWebhookService(deps: WebhookDeps): WebhookService {
  const { db, orchestrator, now, limits } = deps;
  return {
    admit: (sender, keys) => admitSender(deps, sender, keys),
    async productsChanged(sender) {
      const { userId } = await admitTill(deps, sender);
      // The till of nobody yet: there is nothing to run, and nothing to complain about.
      if (userId === null) return { userId };
      const limit = limits?.pushesPerMinute ?? WEBHOOK_LIMITS.pushesPerMinute;
      await allowHit(db, { bucket: `push:${userId}`, limit, seconds: 60 });
      await markDirty({ db, now, wake: id => orchestrator.hint(id) }, userId);
      return { userId };
    },
    tillRegistered: message => registerTill(deps, message),
    tillLoggedIn: message => logInTill(deps, message),
    tokenGiven: message => keepToken(deps, message),
    installationChanged: (access, event) => noteInstallation(deps, access, event),
    subscriptionChanged: (access, event) => noteSubscription(deps, access, event),
  };
}
