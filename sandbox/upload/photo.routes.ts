import { Router } from 'express';
import sharp from 'sharp';
import type { Sandbox } from '../sandbox.js';

/** Serves previews of uploaded photos; a missing one (previews off) is a grey square. */
export function photoRoutes(sandbox: Sandbox): Router {
  const router = Router();
  router.get('/:file', async (req, res) => {
    const file = req.params.file;
    const known = /^[a-z0-9-]+\.jpg$/.test(file) ? await sandbox.photos.get(file) : undefined;
    const jpeg =
      known ??
      (await sharp({ create: { width: 400, height: 400, channels: 3, background: '#dfe3e6' } })
        .jpeg()
        .toBuffer());
    res
      .set('cache-control', known === undefined ? 'no-store' : 'public, max-age=31536000, immutable')
      .type('image/jpeg')
      .send(jpeg);
  });
  return router;
}
