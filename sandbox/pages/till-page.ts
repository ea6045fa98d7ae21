import type { TillGroup, TillProduct, TillStore } from '../world/till.js';
import type { Merchant } from '../world/world.js';

const ROWS_PER_PAGE = 60;
/** Stands for goods of no (known) group in addresses. */
export const NO_GROUP = 'none';

export interface TillView {
  store?: string | undefined;
  group?: string | undefined;
  q?: string | undefined;
  page?: number;
}

const TYPE_WORDS: Record<string, string> = {
  SERVICE: 'услуга',
  ALCOHOL_MARKED: 'алкоголь',
  ALCOHOL_NOT_MARKED: 'алкоголь',
  BEER_MARKED: 'пиво',
  BEER_MARKED_KEG: 'пиво, кега',
  NOT_ALCOHOL_BEER_MARKED: 'пиво б/а',
  TOBACCO_MARKED: 'табак',
  TOBACCO_PRODUCTS_MARKED: 'табак',
  NICOTINE_MARKED: 'никотин',
  MEDICINE_MARKED: 'лекарство',
  DIETARY_SUPPLEMENTS_MARKED: 'БАД',
};

/** What the till page shows; no request, no HTML. */
export function tillPage(merchant: Merchant, view: TillView): Record<string, unknown> {
  const stores = [...merchant.till.stores.values()];
  const store = stores.find(known => known.id === view.store) ?? stores[0];
  if (store === undefined) return { title: merchant.title, merchant, stores: [], store: undefined };
  const inGroup = groupCounter(store);
  const words = (view.q ?? '')
    .toLowerCase()
    .split(/\s+/u)
    .filter(word => word !== '');
  const rows = [...store.products.values()].filter(product => {
    const text =
      `${product.name} ${product.article_number ?? ''} ${product.code ?? ''} ${(product.barcodes ?? []).join(' ')}`.toLowerCase();
    return (
      (view.group === undefined || groupOf(store, product) === view.group) && words.every(word => text.includes(word))
    );
  });
  const pages = Math.max(1, Math.ceil(rows.length / ROWS_PER_PAGE));
  const page = Math.min(Math.max(1, view.page ?? 1), pages);
  return {
    title: `Касса · ${merchant.title}`,
    merchant: { id: merchant.id, title: merchant.title, userId: merchant.till.userId },
    stores: stores.map(({ id, name, address, paymentRequired }) => ({ id, name, address, paymentRequired })),
    store: { id: store.id, name: store.name, address: store.address },
    groups: [
      ...groupRows(store, inGroup),
      { id: NO_GROUP, name: 'Без группы', depth: 0, count: inGroup.get(NO_GROUP) ?? 0 },
    ],
    total: store.products.size,
    found: rows.length,
    rows: rows.slice((page - 1) * ROWS_PER_PAGE, page * ROWS_PER_PAGE).map(presentRow),
    page,
    pages,
    group: view.group ?? '',
    q: view.q ?? '',
    hasWebhook: merchant.till.webhook !== undefined,
    address: (changes: Record<string, string | number>) =>
      tillAddress(merchant.id, { store: store.id, group: view.group, q: view.q, page, ...changes }),
  };
}

/** Address of the till page with these parts; empty ones are left out. */
export function tillAddress(merchantId: string, parts: Record<string, string | number | undefined>): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parts))
    if (value !== undefined && value !== '' && !(name === 'page' && value === 1)) query.set(name, String(value));
  const text = query.toString();
  return `/till/${merchantId}${text === '' ? '' : `?${text}`}`;
}

function groupOf(store: TillStore, product: TillProduct): string {
  return product.parent_id !== undefined && store.groups.has(product.parent_id) ? product.parent_id : NO_GROUP;
}

function groupCounter(store: TillStore): Map<string, number> {
  const counts = new Map<string, number>();
  for (const product of store.products.values()) {
    const id = groupOf(store, product);
    counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

/** Groups as a tree in reading order; a group whose parent is gone stands at the root. */
function groupRows(
  store: TillStore,
  counts: Map<string, number>,
): { id: string; name: string; depth: number; count: number }[] {
  const children = new Map<string, TillGroup[]>();
  for (const group of store.groups.values()) {
    const parent = group.parent_id !== undefined && store.groups.has(group.parent_id) ? group.parent_id : '';
    children.set(parent, [...(children.get(parent) ?? []), group]);
  }
  const walk = (parent: string, depth: number): { id: string; name: string; depth: number; count: number }[] =>
    (children.get(parent) ?? []).flatMap(group => [
      { id: group.id, name: group.name, depth, count: counts.get(group.id) ?? 0 },
      ...walk(group.id, depth + 1),
    ]);
  return walk('', 0);
}

function presentRow(product: TillProduct): Record<string, unknown> {
  return {
    id: product.id,
    name: product.name,
    unit: product.measure_name,
    price: product.price === undefined ? '' : String(product.price).replace('.', ','),
    quantity: product.quantity,
    quantityText: product.quantity === undefined ? '' : String(product.quantity).replace('.', ','),
    article: product.article_number ?? '',
    barcode: product.barcodes?.[0] ?? '',
    onSale: product.allow_to_sell,
    typeWord: TYPE_WORDS[product.type] ?? (product.type.endsWith('_MARKED') ? 'маркировка' : ''),
    isService: product.type === 'SERVICE',
  };
}
