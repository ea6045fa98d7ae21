import { isAppError } from '../domain/errors.js';
import type { Mailer } from '../mail/mailer.js';
import type { Metrics } from '../observability/metrics/metrics.js';
import type { AccountService } from '../services/web-services.js';
import type { WebhookService } from '../services/webhooks/webhook-service.js';

/** How a log-in ended; a code that is not listed is a fault. */
const LOG_IN_OUTCOMES: Readonly<Record<string, string>> = {
  'LOGIN.WRONG': 'wrong',
  'LOGIN.TOO_MANY': 'throttled',
  'ACCOUNT.SUSPENDED': 'suspended',
  'ACCOUNT.PENDING': 'pending',
};

/** Counts log-ins. */
export function meteredAccounts(accounts: AccountService, metrics: Metrics): AccountService {
  return {
    ...accounts,
    async logIn(input) {
      try {
        const user = await accounts.logIn(input);
        metrics.loggedIn('ok');
        return user;
      } catch (error) {
        metrics.loggedIn((isAppError(error) ? LOG_IN_OUTCOMES[error.code] : undefined) ?? 'failed');
        throw error;
      }
    },
  };
}

/** Counts messages of Evotor: `ok`, the kind of the refusal, or `bug`; who is not let in counts as `admission`. */
export function meteredWebhooks(webhooks: WebhookService, metrics: Metrics): WebhookService {
  const counted =
    <Args extends readonly unknown[], Result>(kind: string, take: (...args: Args) => Promise<Result>) =>
    async (...args: Args): Promise<Result> => {
      try {
        const result = await take(...args);
        metrics.webhook(kind, 'ok');
        return result;
      } catch (error) {
        metrics.webhook(kind, isAppError(error) ? error.kind : 'bug');
        throw error;
      }
    };
  return {
    ...webhooks,
    async admit(sender, keys) {
      try {
        return await webhooks.admit(sender, keys);
      } catch (error) {
        metrics.webhook('admission', isAppError(error) ? error.kind : 'bug');
        throw error;
      }
    },
    productsChanged: counted('products', message => webhooks.productsChanged(message)),
    tillRegistered: counted('register', message => webhooks.tillRegistered(message)),
    tillLoggedIn: counted('log_in', message => webhooks.tillLoggedIn(message)),
    tokenGiven: counted('token', message => webhooks.tokenGiven(message)),
    installationChanged: counted('installation', (access, event) => webhooks.installationChanged(access, event)),
    subscriptionChanged: counted('subscription', (access, event) => webhooks.subscriptionChanged(access, event)),
  };
}

/** Counts letters by whether the mail server took them. */
export function meteredMailer(mailer: Mailer, metrics: Metrics): Mailer {
  return {
    async send(letter) {
      try {
        await mailer.send(letter);
      } catch (error) {
        metrics.letter('failed');
        throw error;
      }
      metrics.letter('sent');
    },
  };
}
