import { Router } from 'express';
import type { Request, Response } from 'express';
import type { GroupId, StoreId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { PhotoPlace } from '../../services/engine-services.js';
import { typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { localPath } from '../local-path.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { MAX_PHOTO_BYTES, MEGABYTE } from '../middleware/upload-places.js';
import { uploadOf } from '../middleware/uploads.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { photoLinks } from './photo-links.js';
import { removePhotoPage } from './remove-photo.page.js';

const LATER = 'В VK фото сменится при следующем обмене.';

/** Whose picture a path names, and what the pages call it. */
interface Place {
  readonly photo: PhotoPlace;
  readonly of: string;
  readonly preview: string | null;
  /** Where to return when nobody said. */
  readonly home: string;
}

/** One picture: a good's own, a group's, the merchant's. Each can be put and, after a question, taken away. */
export function ownPhotoRoutes({ services: { photos, listings, catalogue }, presenter }: WebContext): Router {
  const router = Router();

  const ways: readonly { readonly path: string; readonly find: (req: Request, res: Response) => Promise<Place> }[] = [
    {
      path: '/catalog/products/:id/photo',
      async find(req, res) {
        const row = await photos.ofProduct(merchantId(res), String(req.params['id']));
        return {
          photo: { purpose: 'product', key: row.key },
          of: `фото товара «${row.name}»`,
          preview: row.hasOwn ? photoLinks.preview(row.key, row.version, 'large') : null,
          home: photoLinks.list(),
        };
      },
    },
    {
      path: '/catalog/stores/:id/groups/:gid/photo',
      async find(req, res) {
        const [store, groupId] = [String(req.params['id']) as StoreId, String(req.params['gid']) as GroupId];
        const { rows } = await catalogue.groups(merchantId(res), store);
        const group = rows.find(({ id }) => id === groupId);
        if (group === undefined) throw new AppError('not_found', 'GROUP.NOT_FOUND');
        const version = await photos.groupVersion(merchantId(res), groupId);
        return {
          photo: { purpose: 'group', groupId },
          of: `фото группы «${group.name}»`,
          preview: version === null ? null : photoLinks.groupPreview(groupId, version, 'large'),
          home: links.groups(store),
        };
      },
    },
    {
      path: photoLinks.merchant,
      async find(_req, res) {
        const merchantVersion = await photos.merchantVersion(merchantId(res));
        return {
          photo: { purpose: 'merchant' },
          of: 'общее фото',
          preview: merchantVersion === null ? null : photoLinks.merchantPreview(merchantVersion, 'large'),
          home: photoLinks.list(),
        };
      },
    },
  ];

  for (const { path, find } of ways) {
    router.post(path, requireMerchant, async (req, res) => {
      const { photo, home } = await find(req, res);
      await actAndReturn(req, res, backOf(req, home), async () => {
        await listings.setPhoto(merchantId(res), photo, uploadOf(res, tooLarge()));
        return said(`Фото сохранено. ${LATER}`);
      });
    });

    router.get(`${path}/remove`, requireMerchant, async (req, res) => {
      const { of, preview, home } = await find(req, res);
      const back = localPath(req.query['back'], home);
      if (preview === null) return res.redirect(303, back);
      await presenter.page(req, res, removePhotoPage({ of, preview, action: req.path, back }));
    });

    router.post(`${path}/remove`, requireMerchant, async (req, res) => {
      const { photo, home } = await find(req, res);
      await actAndReturn(req, res, backOf(req, home), async () => {
        await listings.removePhoto(merchantId(res), photo);
        return said(`Фото убрано. ${LATER}`);
      });
    });
  }

  return router;
}

const backOf = (req: Request, home: string): string => localPath(typed(req.body, 'back'), home);

const tooLarge = (): AppError =>
  new AppError('invalid', 'PHOTO.TOO_LARGE', { maxMegabytes: MAX_PHOTO_BYTES / MEGABYTE });
