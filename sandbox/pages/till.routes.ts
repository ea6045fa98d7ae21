import { Router, type Request, type Response } from 'express';
import { pushProducts, type WebhookResult } from '../evotor/webhook-sender.js';
import type { Sandbox } from '../sandbox.js';
import { addProduct, editProduct, findProduct, type ProductChanges } from '../world/till-edit.js';
import type { Merchant } from '../world/world.js';
import { formFields } from './form-fields.js';
import { typedNumber } from './format.js';
import { renderPage } from './render-page.js';
import { NO_GROUP, tillAddress, tillPage } from './till-page.js';

const DONE: Record<string, string> = {
  price: 'Цена изменена',
  rename: 'Название изменено',
  quantity: 'Остаток изменён',
  soldout: 'Распродано: остаток 0',
  off: 'Снято с продажи',
  on: 'Снова в продаже',
  remove: 'Товар удалён с кассы',
  add: 'Товар добавлен',
  wrong: 'Ничего не изменилось: проверьте число или название',
};

/** The till: each action is one small form that ends in a redirect and a line of confirmation. */
export function tillRoutes(sandbox: Sandbox): Router {
  const router = Router();
  router.get('/:merchant', async (req, res) => {
    const merchant = sandbox.merchant(req.params.merchant);
    if (merchant === undefined) return missing(sandbox, res);
    const text = (name: string): string | undefined =>
      typeof req.query[name] === 'string' && req.query[name] !== '' ? req.query[name] : undefined;
    const view = { store: text('store'), group: text('group'), q: text('q'), page: Number(text('page') ?? 1) || 1 };
    const done = DONE[text('done') ?? ''];
    const message =
      done === undefined
        ? undefined
        : { text: done, wrong: text('done') === 'wrong', name: text('name') ?? '', hook: hookLine(text('hook')) };
    res.send(await renderPage(sandbox, 'till', { ...tillPage(merchant, view), message }));
  });
  router.post('/:merchant/products', async (req, res) => {
    const merchant = sandbox.merchant(req.params.merchant);
    const form = formFields(req);
    const store = merchant?.till.stores.get(new URLSearchParams(form['back'] ?? '').get('store') ?? '');
    if (merchant === undefined || store === undefined) return missing(sandbox, res);
    const name = (form['name'] ?? '').trim();
    const price = typedNumber(form['price'] ?? '');
    const stock = typedNumber(form['quantity'] ?? '');
    if (name === '' || price === undefined || price < 0) return back(req, res, merchant, 'wrong', '', undefined);
    const group = form['parent'] === NO_GROUP ? undefined : store.groups.get(form['parent'] ?? '')?.id;
    const product = addProduct(sandbox, merchant.till, store, {
      name,
      price,
      measure_name: form['unit'] ?? 'шт',
      quantity: stock ?? 0,
      ...(group === undefined ? {} : { parent_id: group }),
    });
    const hook = await pushProducts(sandbox, merchant, store.id, [product]);
    back(req, res, merchant, 'add', product.name, hook, product.id);
  });
  router.post('/:merchant/products/:product/:action', async (req, res) => {
    const { action } = req.params;
    const merchant = sandbox.merchant(req.params.merchant);
    const place = merchant === undefined ? undefined : findProduct(merchant.till, req.params.product);
    if (merchant === undefined || place === undefined) return missing(sandbox, res);
    const { store, product } = place;
    if (action === 'remove') {
      store.products.delete(product.id);
      sandbox.changed();
      return back(req, res, merchant, 'remove', product.name, await pushProducts(sandbox, merchant, store.id, []));
    }
    const changes = readAction(action, formFields(req));
    if (changes === undefined) return back(req, res, merchant, 'wrong', product.name, undefined, product.id);
    editProduct(sandbox, product, changes);
    back(
      req,
      res,
      merchant,
      action,
      product.name,
      await pushProducts(sandbox, merchant, store.id, [product]),
      product.id,
    );
  });
  return router;
}

function readAction(action: string, form: Record<string, string>): ProductChanges | undefined {
  const price = typedNumber(form['price'] ?? '');
  const quantity = typedNumber(form['quantity'] ?? '');
  const name = form['name'] ?? '';
  switch (action) {
    case 'price':
      return price === undefined || price < 0 ? undefined : { price: Math.round(price * 100) / 100 };
    case 'quantity':
      return quantity === undefined ? undefined : { quantity };
    case 'rename':
      return name.trim() === '' ? undefined : { name };
    case 'soldout':
      return { quantity: 0 };
    case 'off':
      return { allow_to_sell: false };
    case 'on':
      return { allow_to_sell: true };
    default:
      return undefined;
  }
}

function back(
  req: Request,
  res: Response,
  merchant: Merchant,
  done: string,
  name: string,
  hook: WebhookResult | undefined,
  productId?: string,
): void {
  const state = new URLSearchParams(formFields(req)['back'] ?? '');
  const status = hook === undefined ? undefined : (hook.status ?? 'silent');
  const address = tillAddress(merchant.id, {
    store: state.get('store') ?? undefined,
    group: state.get('group') ?? undefined,
    q: state.get('q') ?? undefined,
    page: Number(state.get('page') ?? 1) || 1,
    done,
    name: name.slice(0, 60),
    hook: status,
  });
  res.redirect(303, productId === undefined ? address : `${address}#p-${productId}`);
}

function hookLine(hook: string | undefined): string {
  if (hook === undefined) return '';
  if (hook === '200') return 'Касса сообщила приложению (ответ 200).';
  return hook === 'silent'
    ? 'Приложение не ответило на сообщение кассы.'
    : `Приложение ответило кассе кодом ${/^\d{3}$/.test(hook) ? hook : '?'}.`;
}

async function missing(sandbox: Sandbox, res: Response): Promise<void> {
  res.status(404).send(await renderPage(sandbox, 'missing', { title: 'Нет такой страницы' }));
}
