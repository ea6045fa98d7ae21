import { Router } from 'express';
import type { Sandbox } from '../sandbox.js';
import { dropAlbum, editAlbumByHand, editItemByHand } from '../world/hand-edit.js';
import type { Shop } from '../world/shop.js';
import { formFields } from './form-fields.js';
import { readItemAction } from './item-action.js';
import { renderPage } from './render-page.js';
import { itemPage, shopPage } from './shop-page.js';

/** The community's market as a buyer sees it, and the few things an owner may do there by hand. */
export function shopRoutes(sandbox: Sandbox): Router {
  const router = Router();
  router.get('/:merchant', async (req, res, next) => {
    const shop = findShop(sandbox, req.params.merchant);
    if (shop === undefined) return next();
    const text = (name: string): string | undefined =>
      typeof req.query[name] === 'string' && req.query[name] !== '' ? req.query[name] : undefined;
    const album = Number(text('album'));
    const view = {
      album: Number.isInteger(album) && album > 0 ? album : undefined,
      q: text('q'),
      hidden: text('hidden') === '1',
      page: Number(text('page') ?? 1) || 1,
      live: text('live') !== '0',
    };
    res.send(await renderPage(sandbox, 'shop', shopPage(sandbox, shop, view)));
  });
  router.get('/:merchant/items/:item', async (req, res, next) => {
    const shop = findShop(sandbox, req.params.merchant);
    const item = shop?.items.get(Number(req.params.item));
    if (shop === undefined || item === undefined) return next();
    res.send(await renderPage(sandbox, 'item', { ...itemPage(sandbox, shop, item), done: req.query['done'] === '1' }));
  });
  router.post('/:merchant/items/:item/:action', (req, res, next) => {
    const shop = findShop(sandbox, req.params.merchant);
    const item = shop?.items.get(Number(req.params.item));
    if (shop === undefined || item === undefined) return next();
    const changes = readItemAction(req.params.action, (formFields(req)['value'] ?? '').trim(), item);
    if (changes === undefined) return next();
    if (Object.keys(changes).length > 0) editItemByHand(sandbox, shop, item, changes);
    res.redirect(303, `/shop/${req.params.merchant}/items/${item.id}?done=1`);
  });
  router.post('/:merchant/albums/:album/:action', (req, res, next) => {
    const shop = findShop(sandbox, req.params.merchant);
    const album = shop?.albums.get(Number(req.params.album));
    if (shop === undefined || album === undefined) return next();
    if (req.params.action === 'remove') {
      dropAlbum(sandbox, shop, album, 'hand');
      return res.redirect(303, `/shop/${req.params.merchant}`);
    }
    const title = (formFields(req)['value'] ?? '').trim().slice(0, 128);
    if (req.params.action !== 'rename') return next();
    if (title !== '') editAlbumByHand(sandbox, shop, album, { title });
    res.redirect(303, `/shop/${req.params.merchant}?album=${album.id}`);
  });
  return router;
}

function findShop(sandbox: Sandbox, merchantId: string): Shop | undefined {
  const merchant = sandbox.merchant(merchantId);
  return merchant === undefined ? undefined : sandbox.shopOf(merchant);
}
