import express, { Router, type NextFunction, type Request, type Response } from 'express';
import type { Sandbox } from '../sandbox.js';
import { ControlRefusal } from './control-request.js';
import { merchantControl } from './merchant-control.js';
import { shopControl } from './shop-control.js';
import { tillControl } from './till-control.js';
import { trafficControl } from './traffic-control.js';

/** The control API: JSON in, JSON out; for tests and the demo, never for a vendor's client. */
export function controlRoutes(sandbox: Sandbox): Router {
  const router = Router();
  router.use(express.json({ limit: '5mb' }));
  trafficControl(router, sandbox);
  merchantControl(router, sandbox);
  tillControl(router, sandbox);
  shopControl(router, sandbox);
  router.use(
    (req: Request, res: Response) =>
      void res.status(404).json({ error: `no such control call: ${req.method} ${req.path}` }),
  );
  router.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    if (error instanceof ControlRefusal) res.status(error.status).json({ error: error.message });
    else if (error instanceof SyntaxError) res.status(400).json({ error: 'body is not JSON' });
    else next(error);
  });
  return router;
}
