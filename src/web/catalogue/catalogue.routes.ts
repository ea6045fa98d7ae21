import { Router } from 'express';
import type { Request } from 'express';
import type { StoreId } from '../../domain/brand.js';
import { isAppError } from '../../domain/errors.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import type { WebContext } from '../web-context.js';
import { groupsQuery, productsQuery, storesQuery } from './catalogue.schema.js';
import { groupsPage } from './groups.page.js';
import { productsPage } from './products.page.js';
import { isDescending, sortColumn } from './sort-headers.js';
import { storesPage } from './stores.page.js';
import { vanishedPage } from './vanished.page.js';

/** The till's catalogue as tables: stores, groups of one, goods. */
export function catalogueRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/catalog', requireMerchant, (_req, res) => res.redirect(303, links.stores()));

  router.get('/catalog/stores', requireMerchant, async (req, res) => {
    const userId = merchantId(res);
    const { q: search, state, sort, page } = storesQuery.parse(req.query);
    // Where one came for goods in one state, in days when they were looked for by store.
    if (state !== 'all') return res.redirect(303, links.allProducts({ state }));
    const [stores, cards, vanished] = await Promise.all([
      services.catalogue.stores(userId),
      services.connections.cards(userId),
      services.catalogue.vanished(userId),
    ]);
    const isConnected = cards.some(card => card.service === 'evotor' && card.connection !== null);
    if (isConnected && stores.rows.length === 0 && isLookedAt(req)) await fill(userId);
    const reading = await services.catalogue.reading(userId);
    const input = { stores, reading, isConnected, vanished: vanished.length };
    await presenter.page(req, res, storesPage(input, { search, sort, page }, clock.now()));
  });

  /** The first visit reads the till by itself; that it cannot be read now is told by the page, which comes anyway. */
  const fill = async (userId: ReturnType<typeof merchantId>): Promise<void> => {
    try {
      await services.catalogue.fillOnce(userId);
    } catch (error) {
      if (!isAppError(error)) throw error;
    }
  };

  router.get('/catalog/stores/:id/groups', requireMerchant, async (req, res) => {
    const { q: search, sort, page } = groupsQuery.parse(req.query);
    const { store, rows } = await services.catalogue.groups(merchantId(res), req.params.id as StoreId);
    await presenter.page(req, res, groupsPage(store, rows, { search, sort, page }));
  });

  const goods = async (req: Request, storeId: StoreId | null, userId: ReturnType<typeof merchantId>) => {
    const { group_id, q: search, state, reason, sort, page } = productsQuery.parse(req.query);
    const groupId = storeId === null ? null : group_id;
    const order = { sort: sortColumn(sort), isDescending: isDescending(sort) };
    const found = await services.catalogue.products(userId, {
      storeId,
      groupId,
      search,
      state,
      reason,
      ...order,
      page,
    });
    return productsPage(found, { search, state, reason, sort });
  };

  router.get('/catalog/stores/:id/products', requireMerchant, async (req, res) => {
    await presenter.page(req, res, await goods(req, req.params.id as StoreId, merchantId(res)));
  });

  router.get('/catalog/vanished', requireMerchant, async (req, res) => {
    await presenter.page(req, res, vanishedPage(await services.catalogue.vanished(merchantId(res))));
  });

  // Addresses of the first catalogue pages, kept for bookmarks.
  router.get('/catalog/groups', requireMerchant, (req, res) => {
    res.redirect(
      303,
      typeof req.query['store_id'] === 'string' ? links.groups(req.query['store_id'] as StoreId) : links.stores(),
    );
  });

  router.get('/catalog/products', requireMerchant, async (req, res) => {
    const { store_id: store } = req.query;
    if (typeof store === 'string' && store !== '') {
      const { group_id: groupId, q: search, state } = productsQuery.parse(req.query);
      return res.redirect(303, links.products(store as StoreId, { groupId, search, state }));
    }
    await presenter.page(req, res, await goods(req, null, merchantId(res)));
  });

  return router;
}

/** A person looks: neither a program that only asks for the head, nor a browser that fetches in advance. */
const isLookedAt = (req: Request): boolean =>
  req.method === 'GET' && !/prefetch|prerender/iu.test(req.get('Sec-Purpose') ?? req.get('Purpose') ?? '');
