import { acceptConnection, type ConnectionDeps } from '../src/services/connections/accept-connection.js';
import { pingConnection } from '../src/services/connections/ping-connection.js';
import { testConnection } from '../src/services/connections/test-connection.js';
import type { UserId } from '../src/domain/brand.js';
import type { Logger } from '../src/observability/logger.js';
import type { CheckMessage, ConnectInput, TestInput } from '../temporal/contracts.js';
import { inActivity } from './activity-scope.js';

/** The short checks a person waits for. */
export function createConnectionActivities(deps: ConnectionDeps & { logger: Logger; now: () => number }) {
  return {
    acceptConnection: (input: ConnectInput): Promise<CheckMessage> =>
      inActivity(deps.logger, { userId: input.userId }, () => acceptConnection(deps, input)),
    testConnection: (input: TestInput): Promise<CheckMessage> =>
      inActivity(deps.logger, { userId: input.userId }, () => testConnection(deps, input)),
    pingConnection: (input: TestInput): Promise<void> =>
      inActivity(deps.logger, { userId: input.userId }, () => pingConnection(deps, input)),
    renewIdleToken: (userId: UserId): Promise<string> =>
      inActivity(deps.logger, { userId }, () => deps.vendors.renewIdle(userId)),
  };
}
