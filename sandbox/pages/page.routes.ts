import express, { Router } from 'express';
import type { Sandbox } from '../sandbox.js';
import { assetRoutes } from './asset.routes.js';
import { renderPage } from './render-page.js';
import { shopRoutes } from './shop.routes.js';
import { tillRoutes } from './till.routes.js';

/** The pages for people: index, till, shop. */
export function pageRoutes(sandbox: Sandbox): Router {
  const router = Router();
  router.use('/assets', assetRoutes());
  router.use(express.urlencoded({ extended: false }));
  router.get('/', async (_req, res) => {
    const cards = [...sandbox.world.merchants.values()].map(merchant => {
      const stores = [...merchant.till.stores.values()];
      const shop = sandbox.shopOf(merchant);
      return {
        id: merchant.id,
        title: merchant.title,
        evotorToken: merchant.till.token,
        vkToken: `vk-${merchant.id}-token`,
        groupId: merchant.groupId,
        stores: stores.length,
        goods: stores.reduce((sum, store) => sum + store.products.size, 0),
        items: [...shop.items.values()].filter(item => item.deletedAt === undefined).length,
      };
    });
    res.send(await renderPage(sandbox, 'index', { title: 'Песочница', cards, baseUrl: sandbox.baseUrl }));
  });
  router.use('/till', tillRoutes(sandbox));
  router.use('/shop', shopRoutes(sandbox));
  router.use(
    async (_req, res) =>
      void res.status(404).send(await renderPage(sandbox, 'missing', { title: 'Нет такой страницы' })),
  );
  return router;
}
