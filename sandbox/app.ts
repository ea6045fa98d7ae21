import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import { controlRoutes } from './control/control.routes.js';
import { evotorRoutes } from './evotor/evotor.routes.js';
import { pageRoutes } from './pages/page.routes.js';
import type { Sandbox } from './sandbox.js';
import { photoRoutes } from './upload/photo.routes.js';
import { uploadRoutes } from './upload/upload.routes.js';
import { vkRoutes } from './vk/vk.routes.js';
import { vkIdRoutes } from './vkid/vkid.routes.js';

/** Joins both vendors, the control API and the pages on one port. */
export function createApp(sandbox: Sandbox): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use('/evotor', evotorRoutes(sandbox));
  app.use('/vk', vkRoutes(sandbox));
  app.use('/vkid', vkIdRoutes(sandbox));
  app.use('/vk-upload', uploadRoutes(sandbox));
  app.use('/vk-photos', photoRoutes(sandbox));
  app.use('/_control', controlRoutes(sandbox));
  app.use('/', pageRoutes(sandbox));
  app.use((error: unknown, _req: Request, res: Response, next: NextFunction) => {
    console.error(error);
    if (res.headersSent) next(error);
    else res.status(500).type('text/plain').send('sandbox fault: see its log');
  });
  return app;
}
