import type { Router } from 'express';
import { z } from 'zod';
import type { Sandbox } from '../sandbox.js';
import { findAlbumByRef, findItem } from '../script/find-refs.js';
import {
  addAlbumByHand,
  dropAlbum,
  editAlbumByHand,
  editItemByHand,
  plantItem,
  twinFields,
  type ItemChanges,
} from '../world/hand-edit.js';
import type { Shop, ShopAlbum, ShopItem } from '../world/shop.js';
import { ControlRefusal, merchantOf, readJson } from './control-request.js';
import { albumFields, itemFields } from './schemas.js';
import { shopState } from './shop-state.js';

/** The shop as it really is, deleted items too, and hand edits as a person would make them in VK. */
export function shopControl(router: Router, sandbox: Sandbox): void {
  router.get('/merchants/:id/shop', (req, res) => void res.json(shopState(sandbox.shopOf(merchantOf(sandbox, req)))));
  router.post('/merchants/:id/shop/items', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    const { twinOf, ...fields } = readJson(
      req,
      itemFields.extend({ twinOf: z.union([z.string(), z.number()]) }).partial(),
    );
    const copied = twinOf === undefined ? {} : twinFields(itemOf(sandbox, shop, String(twinOf)));
    res.status(201).json(plantItem(sandbox, shop, { ...copied, ...(fields as ItemChanges) }));
  });
  router.patch('/merchants/:id/shop/items/:item', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    const item = itemOf(sandbox, shop, req.params.item);
    editItemByHand(sandbox, shop, item, readJson(req, itemFields) as ItemChanges);
    res.json(item);
  });
  router.delete('/merchants/:id/shop/items/:item', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    editItemByHand(sandbox, shop, itemOf(sandbox, shop, req.params.item), { deleted: true });
    res.json({ ok: true });
  });
  router.post('/merchants/:id/shop/albums', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    const { title } = readJson(req, z.strictObject({ title: z.string().min(1).max(128) }));
    const { id } = addAlbumByHand(sandbox, shop, title);
    res.status(201).json({ id, title });
  });
  router.patch('/merchants/:id/shop/albums/:album', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    const album = albumOf(shop, req.params.album);
    editAlbumByHand(sandbox, shop, album, readJson(req, albumFields) as Partial<Pick<ShopAlbum, 'title' | 'isHidden'>>);
    res.json(album);
  });
  router.delete('/merchants/:id/shop/albums/:album', (req, res) => {
    const shop = sandbox.shopOf(merchantOf(sandbox, req));
    dropAlbum(sandbox, shop, albumOf(shop, req.params.album), 'hand');
    res.json({ ok: true });
  });
}

/** By id or by any aim of a fault script, such as `sku:…` or `newest`. */
function itemOf(sandbox: Sandbox, shop: Shop, ref: string): ShopItem {
  const item = findItem(shop, ref, sandbox.random);
  if (item === undefined) throw new ControlRefusal(404, `no item ${ref}`);
  return item;
}

function albumOf(shop: Shop, ref: string): ShopAlbum {
  const album = findAlbumByRef(shop, ref);
  if (album === undefined) throw new ControlRefusal(404, `no album ${ref}`);
  return album;
}
