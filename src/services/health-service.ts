import type { Database } from '../db/database.js';
import type { Orchestrator } from './orchestrator.js';
import type { HealthService } from './web-services.js';

/** Whether the two servers behind the site answer. */
export function createHealthService(deps: { db: Database; orchestrator: Orchestrator }): HealthService {
  return {
    async ready() {
      const [database, temporal] = await Promise.all([
        deps.db.rows('SELECT 1 AS one').then(
          () => true,
          () => false,
        ),
        deps.orchestrator.isReady(),
      ]);
      return { database, temporal };
    },
  };
}
