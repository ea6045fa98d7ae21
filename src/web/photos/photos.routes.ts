import { Router } from 'express';
import type { Request, Response } from 'express';
import type { GroupId, ListingKey } from '../../domain/brand.js';
import type { PhotoOutcome, PictureOf } from '../../services/photos/photo-contracts.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { MAX_PHOTOS_AT_ONCE } from '../middleware/upload-places.js';
import { uploadsOf } from '../middleware/uploads.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { photoLinks } from './photo-links.js';
import { photoReportPage } from './photo-report.page.js';
import { photosPage } from './photos.page.js';
import { photosQuery, pictureQuery } from './photos.schema.js';

declare module 'express-session' {
  interface SessionData {
    /** What became of the pictures sent last, until the next ones. */
    photoReport: readonly PhotoOutcome[];
  }
}

/** Seconds a browser keeps a picture: its address changes with it. */
const KEEP_SECONDS = 86_400;

/** The list of goods by their picture, the pictures themselves, and several sent at once by file name. */
export function photoRoutes({ services: { photos }, presenter }: WebContext): Router {
  const router = Router();

  router.get('/catalog/photos', requireMerchant, async (req, res) => {
    const { q: search, filter, page } = photosQuery.parse(req.query);
    const query = { filter, search, page };
    await presenter.page(req, res, photosPage(await photos.list(merchantId(res), query), query));
  });

  router.post('/catalog/photos/upload', requireMerchant, async (req, res) => {
    let back = photoLinks.list();
    await actAndReturn(
      req,
      res,
      () => back,
      async () => {
        const files = uploadsOf(res, MAX_PHOTOS_AT_ONCE);
        req.session.photoReport = await photos.setByFileName(merchantId(res), files);
        back = photoLinks.report;
        return null;
      },
    );
  });

  router.get('/catalog/photos/report', requireMerchant, async (req, res) => {
    const { photoReport } = req.session;
    if (photoReport === undefined) return res.redirect(303, photoLinks.list());
    await presenter.page(req, res, photoReportPage(photoReport));
  });

  const sendPicture = async (req: Request, res: Response, of: PictureOf): Promise<void> => {
    const { size } = pictureQuery.parse(req.query);
    const { jpeg, version } = await photos.picture(merchantId(res), of, size);
    res.set({ 'Content-Type': 'image/jpeg', 'Cache-Control': `private, max-age=${KEEP_SECONDS}` });
    res.set('ETag', `"${version}-${size}"`);
    if (req.fresh) return void res.status(304).end();
    res.end(jpeg);
  };

  router.get('/catalog/photos/preview/:key', requireMerchant, (req, res) =>
    sendPicture(req, res, { key: req.params.key as ListingKey }),
  );
  router.get('/catalog/photos/group/:gid', requireMerchant, (req, res) =>
    sendPicture(req, res, { groupId: req.params.gid as GroupId }),
  );
  router.get('/catalog/photos/own', requireMerchant, (req, res) => sendPicture(req, res, { isMerchants: true }));

  return router;
}
