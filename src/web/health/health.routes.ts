import { Router } from 'express';
import type { HealthService } from '../../services/web-services.js';
import { openToAll } from '../middleware/require-permission.js';

/** For load balancers and supervisors: no session, no log-in. */
export function healthRoutes(health: HealthService): Router {
  const router = Router();
  router.get('/health', openToAll, (_req, res) => {
    res.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/health/ready', openToAll, async (_req, res) => {
    const parts = await health.ready().catch(() => ({ database: false, temporal: false }));
    const isReady = parts.database && parts.temporal;
    res
      .status(isReady ? 200 : 503)
      .set('Cache-Control', 'no-store')
      .json({ status: isReady ? 'ok' : 'unavailable', ...parts });
  });
  return router;
}
