import { ControlRefusal } from '../control/control-request.js';
import { parseFaultScript } from '../control/fault-schemas.js';
import {
  albumFields,
  itemFields,
  merchantSwitches,
  newProduct,
  productFields,
  webhookOrder,
} from '../control/schemas.js';
import { switchMerchant, tokensNamed } from '../control/switch-merchant.js';
import { fireWebhooks } from '../evotor/fire-webhooks.js';
import { pushProducts } from '../evotor/webhook-sender.js';
import type { Sandbox } from '../sandbox.js';
import {
  addAlbumByHand,
  dropAlbum,
  editAlbumByHand,
  editItemByHand,
  plantItem,
  twinFields,
  type ItemChanges,
} from '../world/hand-edit.js';
import type { ScriptAction } from '../world/script-actions.js';
import type { ShopItem } from '../world/shop.js';
import { addProduct, editProduct, type ProductChanges } from '../world/till-edit.js';
import type { TillProduct, TillStore } from '../world/till.js';
import type { Merchant } from '../world/world.js';
import type { CallContext } from './call-context.js';
import { findAlbumByRef, findGood, findItem } from './find-refs.js';

/** Plays one action and writes it into the journal; what cannot be played (nothing to aim at) is noted there, never thrown. */
export function playAction(sandbox: Sandbox, action: ScriptAction, context: CallContext): void {
  const merchantId = action.merchant ?? context.merchantId;
  let outcome = 'ok';
  try {
    play(sandbox, action, context, merchantId === undefined ? undefined : sandbox.merchant(merchantId));
  } catch (error) {
    if (!(error instanceof Missed || error instanceof ControlRefusal)) throw error;
    outcome = `missed: ${error.message}`;
  }
  sandbox.record({
    at: sandbox.clock.now(),
    vendor: 'script',
    method: action.do,
    outcome,
    params: {},
    ms: 0,
    faults: [context.rule.name ?? context.rule.id],
    ...(merchantId === undefined ? {} : { merchant: merchantId }),
  });
}

/** Nothing there to act on. */
class Missed extends Error {}

function play(sandbox: Sandbox, action: ScriptAction, context: CallContext, owner: Merchant | undefined): void {
  if (action.do === 'clock') return sandbox.advance(action.advanceMs);
  if (action.do === 'clearFaults') return sandbox.faults.clear(action.name);
  if (action.do === 'faults') {
    for (const rule of parseFaultScript(action.add)) sandbox.faults.add(rule);
    return;
  }
  const merchant = found(owner, 'merchant');
  switch (action.do) {
    case 'merchant':
      return switchMerchant(sandbox, merchant, merchantSwitches.parse(action.changes));
    case 'token':
      return changeToken(sandbox, merchant, action, context);
    case 'webhook': {
      const { do: _verb, merchant: _id, ...order } = action;
      void fireWebhooks(sandbox, merchant, webhookOrder.parse(order));
      return;
    }
    case 'addProduct':
    case 'editProduct':
    case 'deleteProduct':
      return playOnTill(sandbox, merchant, action, context);
    default:
      return playOnShop(sandbox, merchant, action, context);
  }
}

function changeToken(
  sandbox: Sandbox,
  merchant: Merchant,
  action: Extract<ScriptAction, { do: 'token' }>,
  context: CallContext,
): void {
  const { do: _verb, merchant: _id, token: name = context.token === undefined ? 'main' : 'used', ...changes } = action;
  const tokens = name === 'used' ? [found(context.token, 'token of the call')] : tokensNamed(sandbox, merchant, name);
  for (const token of tokens) switchMerchant(sandbox, merchant, { vkTokens: { [token.token]: changes } });
}

type ShopAction = Extract<
  ScriptAction,
  { do: 'editItem' | 'deleteItem' | 'plantItem' | 'addAlbum' | 'editAlbum' | 'deleteAlbum' }
>;

function playOnShop(sandbox: Sandbox, merchant: Merchant, action: ShopAction, context: CallContext): void {
  const shop = sandbox.shopOf(merchant);
  const item = (ref: string | number): ShopItem =>
    found(findItem(shop, ref, context.choice, usedItems(context)), `item ${ref}`);
  switch (action.do) {
    case 'editItem':
      return editItemByHand(sandbox, shop, item(action.item), itemFields.parse(action.changes) as ItemChanges);
    case 'deleteItem':
      return editItemByHand(sandbox, shop, item(action.item), { deleted: true });
    case 'plantItem': {
      const copied = action.twinOf === undefined ? {} : twinFields(item(action.twinOf));
      plantItem(sandbox, shop, { ...copied, ...(itemFields.parse(action.fields ?? {}) as ItemChanges) });
      return;
    }
    case 'addAlbum':
      addAlbumByHand(sandbox, shop, action.title);
      return;
    case 'editAlbum': {
      const album = found(findAlbumByRef(shop, action.album), `album ${action.album}`);
      return editAlbumByHand(sandbox, shop, album, defined(albumFields.parse(action.changes)));
    }
    case 'deleteAlbum':
      dropAlbum(sandbox, shop, found(findAlbumByRef(shop, action.album), `album ${action.album}`), 'hand');
  }
}

type TillAction = Extract<ScriptAction, { do: 'addProduct' | 'editProduct' | 'deleteProduct' }>;

function playOnTill(sandbox: Sandbox, merchant: Merchant, action: TillAction, context: CallContext): void {
  const tell = (store: TillStore, products: TillProduct[]): void => {
    if (action.notify === true) void pushProducts(sandbox, merchant, store.id, products);
  };
  if (action.do === 'addProduct') {
    const { store_id, ...fields } = newProduct.parse(action.fields);
    const store = found(
      store_id === undefined ? [...merchant.till.stores.values()][0] : merchant.till.stores.get(store_id),
      'store',
    );
    const product = addProduct(sandbox, merchant.till, store, fields as ProductChanges & { name: string });
    return tell(store, [product]);
  }
  const { store, product } = found(findGood(merchant.till, action.product, context.choice), `good ${action.product}`);
  if (action.do === 'editProduct') {
    editProduct(sandbox, product, productFields.parse(action.changes) as ProductChanges);
    return tell(store, [product]);
  }
  store.products.delete(product.id);
  sandbox.changed();
  tell(store, []);
}

/** The items of the call: those it changed, else those it names. */
function usedItems({ touched, params }: CallContext): number[] {
  if (touched.length > 0) return touched.map(item => item.id);
  const named = params?.get('item_id') ?? params?.get('item_ids');
  return typeof named === 'string' || typeof named === 'number' ? String(named).split(',').map(Number) : [];
}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Missed(`no ${what}`);
  return value;
}

type Defined<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** zod's optional keys may be undefined by type only; a parsed object simply lacks them. */
function defined<T extends object>(value: T): Defined<T> {
  return value as Defined<T>;
}
