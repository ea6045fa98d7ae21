import express, { Router } from 'express';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const resolve = createRequire(import.meta.url).resolve;

/** Style sheets, the font and the one script, all from this machine. */
export function assetRoutes(): Router {
  const router = Router();
  const keep = { maxAge: '1h', index: false } as const;
  router.use(
    '/bootstrap',
    express.static(path.join(path.dirname(resolve('bootstrap/package.json')), 'dist/css'), keep),
  );
  router.use('/golos', express.static(path.dirname(resolve('@fontsource-variable/golos-text/package.json')), keep));
  router.use('/', express.static(fileURLToPath(new URL('../public/', import.meta.url)), { index: false }));
  return router;
}
