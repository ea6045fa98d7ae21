import type { Router } from 'express';
import { z } from 'zod';
import { pushProducts } from '../evotor/webhook-sender.js';
import type { Sandbox } from '../sandbox.js';
import { findGood } from '../script/find-refs.js';
import { evotorTimestamp } from '../world/clock.js';
import { addGroup, addProduct, editProduct, type ProductChanges } from '../world/till-edit.js';
import { ControlRefusal, merchantOf, overlay, readJson, storeOf } from './control-request.js';
import { groupFields, newProduct, productFields, storeFields } from './schemas.js';

/** Goods, groups and stores of a till. `?notify=1` on goods fires the product push as the till page does. */
export function tillControl(router: Router, sandbox: Sandbox): void {
  router.get('/merchants/:id/products', (req, res) => {
    const { till } = merchantOf(sandbox, req);
    res.json({ products: [...till.stores.values()].flatMap(store => [...store.products.values()]) });
  });
  router.post('/merchants/:id/products', async (req, res) => {
    const merchant = merchantOf(sandbox, req);
    const { store_id, ...fields } = readJson(req, newProduct);
    const store = storeOf(merchant, store_id);
    const product = addProduct(sandbox, merchant.till, store, fields as ProductChanges & { name: string });
    if (req.query['notify'] === '1') await pushProducts(sandbox, merchant, store.id, [product]);
    res.status(201).json(product);
  });
  router.patch('/merchants/:id/products/:product', async (req, res) => {
    const merchant = merchantOf(sandbox, req);
    const place = findGood(merchant.till, req.params.product, sandbox.random) ?? missing(req.params.product);
    editProduct(sandbox, place.product, readJson(req, productFields) as ProductChanges);
    if (req.query['notify'] === '1') await pushProducts(sandbox, merchant, place.store.id, [place.product]);
    res.json(place.product);
  });
  router.delete('/merchants/:id/products/:product', async (req, res) => {
    const merchant = merchantOf(sandbox, req);
    const place = findGood(merchant.till, req.params.product, sandbox.random) ?? missing(req.params.product);
    place.store.products.delete(place.product.id);
    sandbox.changed();
    if (req.query['notify'] === '1') await pushProducts(sandbox, merchant, place.store.id, []);
    res.json({ ok: true });
  });

  router.get('/merchants/:id/groups', (req, res) => {
    const { till } = merchantOf(sandbox, req);
    res.json({ groups: [...till.stores.values()].flatMap(store => [...store.groups.values()]) });
  });
  router.post('/merchants/:id/groups', (req, res) => {
    const merchant = merchantOf(sandbox, req);
    const body = readJson(
      req,
      z.strictObject({ name: z.string().min(1), parent_id: z.string().optional(), store_id: z.string().optional() }),
    );
    res.status(201).json(addGroup(sandbox, merchant.till, storeOf(merchant, body.store_id), body.name, body.parent_id));
  });
  router.patch('/merchants/:id/groups/:group', (req, res) => {
    const place = findGroup(merchantOf(sandbox, req).till.stores.values(), req.params.group);
    overlay(place.group, { ...readJson(req, groupFields), updated_at: evotorTimestamp(sandbox.clock.now()) });
    sandbox.changed();
    res.json(place.group);
  });
  router.delete('/merchants/:id/groups/:group', (req, res) => {
    const place = findGroup(merchantOf(sandbox, req).till.stores.values(), req.params.group);
    place.store.groups.delete(place.group.id);
    sandbox.changed();
    res.json({ ok: true });
  });

  router.post('/merchants/:id/stores', (req, res) => {
    const { till } = merchantOf(sandbox, req);
    const now = evotorTimestamp(sandbox.clock.now());
    const store = {
      name: 'Новый магазин',
      ...readJson(req, storeFields),
      id: sandbox.random.storeUuid(),
      created_at: now,
      updated_at: now,
      groups: new Map(),
      products: new Map(),
    };
    till.stores.set(store.id, { paymentRequired: false, answersEmpty: false, ...stripUndefined(store) });
    sandbox.changed();
    res.status(201).json({ id: store.id, name: store.name });
  });
  router.patch('/merchants/:id/stores/:store', (req, res) => {
    const store = storeOf(merchantOf(sandbox, req), req.params.store);
    overlay(store, { ...readJson(req, storeFields), updated_at: evotorTimestamp(sandbox.clock.now()) });
    sandbox.changed();
    res.json({
      id: store.id,
      name: store.name,
      paymentRequired: store.paymentRequired,
      answersEmpty: store.answersEmpty,
    });
  });
  router.delete('/merchants/:id/stores/:store', (req, res) => {
    const { till } = merchantOf(sandbox, req);
    if (!till.stores.delete(req.params.store)) missing(req.params.store);
    sandbox.changed();
    res.json({ ok: true });
  });
}

function findGroup<G extends { id: string }, S extends { groups: Map<string, G> }>(
  stores: Iterable<S>,
  id: string,
): { store: S; group: G } {
  for (const store of stores) {
    const group = store.groups.get(id);
    if (group !== undefined) return { store, group };
  }
  return missing(id);
}

function missing(id: string): never {
  throw new ControlRefusal(404, `no ${id}`);
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

function stripUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Defined<T>;
}
