import { Router } from 'express';
import { AppError } from '../../domain/errors.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import type { WebContext } from '../web-context.js';
import { albumsPage } from './albums.page.js';
import { shopItemsPage } from './shop-items.page.js';
import { albumPlace, albumsQuery, shopItemsQuery } from './vk-catalogue.schema.js';

/** The shop in VK as last read: albums and their goods. */
export function vkCatalogueRoutes({ services: { vkCatalogue }, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/vk-catalog', requireMerchant, (_req, res) => res.redirect(303, links.albums()));

  router.get('/vk-catalog/albums', requireMerchant, async (req, res) => {
    const { q: search, page } = albumsQuery.parse(req.query);
    const found = await vkCatalogue.albums(merchantId(res), { search, page });
    await presenter.page(req, res, albumsPage(found, { search, page }, clock.now()));
  });

  router.get('/vk-catalog/albums/:album/products', requireMerchant, async (req, res) => {
    const place = albumPlace.safeParse(req.params.album);
    if (!place.success) throw new AppError('not_found', 'ALBUM.NOT_FOUND');
    const { q: search, state: filter, page } = shopItemsQuery.parse(req.query);
    const query = { place: place.data, search, filter, page };
    const found = await vkCatalogue.items(merchantId(res), query);
    await presenter.page(req, res, shopItemsPage(found, query, clock.now()));
  });

  return router;
}
