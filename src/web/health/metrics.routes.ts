import { Router } from 'express';
import { mayReadMetrics } from '../../observability/metrics/metrics-access.js';
import type { MetricsPage } from '../../observability/metrics/metrics-page.js';
import { requireKey } from '../middleware/require-permission.js';

/** What Prometheus reads: with its token, or from this machine alone where none is set. */
export function metricsRoutes(metrics: MetricsPage): Router {
  const router = Router();
  router.get('/metrics', requireKey, async (req, res) => {
    res.set('Cache-Control', 'no-store');
    // The socket's own address: what a header says of it anybody can write.
    const caller = { socketAddress: req.socket.remoteAddress, headers: req.headers };
    if (!mayReadMetrics(caller, metrics.token)) {
      if (metrics.token !== null) res.set('WWW-Authenticate', 'Bearer realm="metrics"');
      return void res
        .status(metrics.token === null ? 403 : 401)
        .type('text/plain')
        .send('The metrics are read with METRICS_TOKEN or from this machine.\n');
    }
    const { contentType, text } = await metrics.read();
    res.set('Content-Type', contentType).send(text);
  });
  return router;
}
