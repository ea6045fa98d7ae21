import { Router } from 'express';
import type { GroupId, StoreId } from '../../domain/brand.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-merchant.js';
import type { WebContext } from '../web-context.js';
import { productsQuery, storesQuery } from './catalogue.schema.js';
import { groupsPage } from './groups.page.js';
import { productsPage } from './products.page.js';
import { storesPage } from './stores.page.js';

/** The till's catalogue as tables: stores, groups of one, goods. */
export function catalogueRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();
  router.use('/catalog', requireMerchant);

  router.get('/catalog', (_req, res) => res.redirect(303, links.stores()));

  router.get('/catalog/stores', async (req, res) => {
    const userId = merchantId(res);
    const [stores, cards] = await Promise.all([services.catalogue.stores(userId), services.connections.cards(userId)]);
    const isConnected = cards.some(card => card.service === 'evotor' && card.connection !== null);
    await presenter.page(
      req,
      res,
      storesPage({ ...stores, ...storesQuery.parse(req.query), isConnected }, clock.now()),
    );
  });

  router.get('/catalog/stores/:id/groups', async (req, res) => {
    const { store, rows } = await services.catalogue.groups(merchantId(res), req.params.id as StoreId);
    await presenter.page(req, res, groupsPage(store, rows));
  });

  router.get('/catalog/stores/:id/products', async (req, res) => {
    const { group_id: groupId, q: search, state, page } = productsQuery.parse(req.query);
    const query = { storeId: req.params.id as StoreId, groupId, search, state, page };
    const found = await services.catalogue.products(merchantId(res), query);
    await presenter.page(req, res, productsPage(found, query));
  });

  // Addresses of the first catalogue pages, kept for bookmarks.
  router.get('/catalog/groups', (req, res) => {
    res.redirect(
      303,
      typeof req.query['store_id'] === 'string' ? links.groups(req.query['store_id'] as StoreId) : links.stores(),
    );
  });

  router.get('/catalog/products', (req, res) => {
    const { store_id: store, group_id: group } = req.query;
    if (typeof store !== 'string') return res.redirect(303, links.stores());
    res.redirect(
      303,
      links.products(store as StoreId, { groupId: typeof group === 'string' ? (group as GroupId) : null }),
    );
  });

  return router;
}
