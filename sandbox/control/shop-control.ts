import type { Router } from 'express';
import { z } from 'zod';
import type { Sandbox } from '../sandbox.js';
import type { Shop, ShopItem } from '../world/shop.js';
import { albumCounts } from '../vk/methods/albums.js';
import { ControlRefusal, merchantOf, overlay, readJson } from './control-request.js';
import { itemFields } from './schemas.js';

/** The shop as it really is, deleted items too, and hand edits as a person would make them in VK. */
export function shopControl(router: Router, sandbox: Sandbox): void {
  router.get('/merchants/:id/shop', (req, res) => void res.json(shopState(sandbox.shopOf(merchantOf(sandbox, req)))));
  router.post('/merchants/:id/shop/items', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    const { deleted: _never, ...fields } = readJson(req, itemFields);
    const item = plantItem(sandbox, shop, fields as Partial<ShopItem>);
    res.status(201).json(item);
  });
  router.patch('/merchants/:id/shop/items/:item', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    const item = shop.items.get(Number(req.params.item));
    if (item === undefined) throw new ControlRefusal(404, `no item ${req.params.item}`);
    const { deleted, ...fields } = readJson(req, itemFields);
    overlay(item, fields);
    if (deleted === true) item.deletedAt ??= sandbox.clock.now();
    if (deleted === false) delete item.deletedAt;
    item.updatedAt = sandbox.clock.now();
    sandbox.changed(shop);
    res.json(item);
  });
  router.delete('/merchants/:id/shop/items/:item', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    const item = shop.items.get(Number(req.params.item));
    if (item === undefined) throw new ControlRefusal(404, `no item ${req.params.item}`);
    item.deletedAt ??= sandbox.clock.now();
    sandbox.changed(shop);
    res.json({ ok: true });
  });
  router.post('/merchants/:id/shop/albums', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    const { title } = readJson(req, z.strictObject({ title: z.string().min(1).max(128) }));
    const id = shop.nextAlbumId++;
    shop.albums.set(id, { id, title, isMain: false, isHidden: false, updatedAt: sandbox.clock.now() });
    sandbox.changed(shop);
    res.status(201).json({ id, title });
  });
  router.delete('/merchants/:id/shop/albums/:album', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    const id = Number(req.params.album);
    if (!shop.albums.delete(id)) throw new ControlRefusal(404, `no album ${req.params.album}`);
    for (const item of shop.items.values()) item.albumIds = item.albumIds.filter(other => other !== id);
    sandbox.changed(shop);
    res.json({ ok: true });
  });
}

function shopState(shop: Shop): object {
  const counts = albumCounts(shop);
  return {
    groupId: shop.groupId,
    mode: shop.mode,
    items: [...shop.items.values()].map(item => ({
      ...item,
      state: item.deletedAt !== undefined ? 'deleted' : item.hidden ? 'hidden' : 'visible',
    })),
    albums: [...shop.albums.values()].map(album => ({ ...album, count: counts.get(album.id) ?? 0 })),
    photos: [...shop.photos.values()],
  };
}

/** An item made by hand: a foreign good, or a twin when it repeats a `sku`. It gets a photo of its own, as VK asks for one. */
function plantItem(sandbox: Sandbox, shop: Shop, fields: Partial<ShopItem>): ShopItem {
  const now = sandbox.clock.now();
  const id = sandbox.world.nextItemId++;
  const photoId = sandbox.world.nextPhotoId++;
  shop.photos.set(photoId, { id: photoId, width: 800, height: 800, file: 'planted.jpg', createdAt: now, usedBy: id });
  const item: ShopItem = {
    id,
    title: 'Товар, добавленный вручную',
    description: 'Этот товар завели в VK руками.',
    categoryId: 1,
    priceKopecks: 10_000,
    sku: '',
    ...(shop.mode === 'advanced' ? { stock: -1 } : {}),
    hidden: false,
    mainPhotoId: photoId,
    photoIds: [],
    albumIds: [],
    createdAt: now,
    updatedAt: now,
    origin: 'hand',
    ...fields,
  };
  shop.items.set(id, item);
  sandbox.changed(shop);
  return item;
}
