import { acceptConnection, type ConnectionDeps } from '../src/services/connections/accept-connection.js';
import { peekTill } from '../src/services/connections/peek-till.js';
import { pingConnection } from '../src/services/connections/ping-connection.js';
import { testConnection } from '../src/services/connections/test-connection.js';
import { exchangeVkCode } from '../src/services/connections/vk-id/exchange-vk-code.js';
import { probeCaptcha } from '../src/services/connections/vk-id/probe-captcha.js';
import type { UserId } from '../src/domain/brand.js';
import type { Logger } from '../src/observability/logger.js';
import type {
  CheckMessage,
  ConnectInput,
  ExchangeInput,
  ExchangeMessage,
  ProbeInput,
  ProbeMessage,
  TestInput,
} from '../temporal/contracts.js';
import { inActivity } from './activity-scope.js';

/** The short checks a person waits for. */
export function createConnectionActivities(deps: ConnectionDeps & { logger: Logger; now: () => number }) {
  return {
    acceptConnection: (input: ConnectInput): Promise<CheckMessage> =>
      inActivity(deps.logger, { userId: input.userId }, () => acceptConnection(deps, input)),
    testConnection: (input: TestInput): Promise<CheckMessage> =>
      inActivity(deps.logger, { userId: input.userId }, () => testConnection(deps, input)),
    exchangeVkCode: (input: ExchangeInput): Promise<ExchangeMessage> =>
      inActivity(deps.logger, { userId: input.userId }, () => exchangeVkCode(deps, input)),
    probeCaptcha: (input: ProbeInput): Promise<ProbeMessage> =>
      inActivity(deps.logger, { userId: input.userId }, () => probeCaptcha(deps, input)),
    peekTill: (connectionId: number): Promise<void> => inActivity(deps.logger, {}, () => peekTill(deps, connectionId)),
    pingConnection: (input: TestInput): Promise<void> =>
      inActivity(deps.logger, { userId: input.userId }, () => pingConnection(deps, input)),
    renewIdleToken: (userId: UserId): Promise<string> =>
      inActivity(deps.logger, { userId }, () => deps.vendors.renewIdle(userId)),
  };
}
