import { Router, type Request, type Response } from 'express';
import { assertContract } from '../contracts/contract-schemas.js';
import type { Sandbox } from '../sandbox.js';
import { strikeCall, type Struck } from '../script/strike-call.js';
import { loseAnswer, playBefore, waitAfter } from '../transport-fault.js';
import type { FaultEffect } from '../world/fault-rules.js';
import type { Till, TillProduct } from '../world/till.js';
import { blockCalls, checkAccept, countCall, EVOTOR_V2, findStore, identify } from './evotor-access.js';
import { EvotorFailure, invalid } from './evotor-failure.js';
import { cutPage, pageNumber, readCursor, spoil, type Position } from './paging.js';
import { presentProduct, presentStore } from './present-till.js';
import { imagesOf, inOrder, isImages, knowsSince, refusesInPlainText, sinceMs, spendCursor } from './unsure.js';

interface Asked {
  till: Till;
  path: string;
  query: URLSearchParams;
  effect: FaultEffect | undefined;
}

interface Answer {
  definition: string;
  body: unknown;
}

/** Evotor REST v2, the read part: stores, product groups, products. */
export function evotorRoutes(sandbox: Sandbox): Router {
  const router = Router({ caseSensitive: true });
  router.use(async (req, res) => {
    const at = sandbox.clock.now();
    const path = req.path;
    let merchant: string | undefined;
    let struck: Struck | undefined;
    const note = (outcome: string): void => {
      sandbox.record({
        at,
        vendor: 'evotor',
        method: `${req.method} ${path}`,
        outcome,
        params: Object.fromEntries(query),
        ms: sandbox.clock.now() - at,
        ...(merchant === undefined ? {} : { merchant }),
        ...(struck === undefined || struck.names.length === 0 ? {} : { faults: struck.names }),
      });
      struck?.afterwards();
    };
    const query = new URL(req.originalUrl, 'http://sandbox').searchParams;
    let status = 200;
    let body: unknown;
    try {
      let owner = identify(sandbox, req);
      merchant = owner.id;
      struck = strikeCall(sandbox, {
        ...{ vendor: 'evotor', method: req.method, path, merchant, page: pageNumber(query) },
        params: new Map(query),
      });
      const { effect } = struck;
      // An action of a rule may have taken the token away just now.
      if (struck.names.length > 0) owner = identify(sandbox, req);
      countCall(sandbox, owner.till, path, res);
      const ended = await playBefore(effect, req, res);
      if (ended !== undefined) return note(ended);
      if (effect?.kind === 'apiError') {
        if (effect.blockSeconds !== undefined) blockCalls(sandbox, owner.till, path, effect.blockSeconds, res);
        res.set(effect.headers ?? {});
        throw new EvotorFailure(effect.code, { message: effect.message ?? 'error' });
      }
      const answer = route(req, { till: owner.till, path, query, effect });
      if (sandbox.options.validate) assertContract('evotor', answer.definition, answer.body);
      body = spoil(answer.body, effect);
    } catch (error) {
      if (!(error instanceof EvotorFailure)) throw error;
      status = error.status;
      body = error.body;
    }
    const lost = struck?.effect?.kind === 'lostAnswer';
    note(`${lost ? 'lost:' : ''}http:${status}`);
    if (loseAnswer(struck?.effect, req, res, JSON.stringify(body))) return;
    await waitAfter(struck?.effect);
    if (status >= 400 && refusesInPlainText(sandbox)) res.status(status).type('text/plain').send('refused');
    else send(res, status, body);
  });
  return router;
}

function send(res: Response, status: number, body: unknown): void {
  res
    .status(status)
    .set('content-type', `${EVOTOR_V2};charset=UTF-8`)
    .send(Buffer.from(JSON.stringify(body)));
}

function route(req: Request, asked: Asked): Answer {
  const parts = asked.path.split('/').filter(part => part !== '');
  const [root, storeId, kind, id, ...rest] = parts;
  const known =
    root === 'stores' &&
    (rest.length === 0 || isImages(asked.till, kind, rest)) &&
    (kind === undefined || kind === 'product-groups' || kind === 'products');
  if (!known) throw new EvotorFailure(404, { message: 'not found' });
  if (req.method !== 'GET') throw new EvotorFailure(405, { message: 'method not allowed' });
  checkAccept(req);
  allowQuery(
    asked.query,
    id !== undefined || (storeId !== undefined && kind === undefined)
      ? []
      : knowsSince(asked.till, kind)
        ? ['since', 'cursor']
        : ['cursor'],
  );
  if (storeId === undefined) return listStores(asked);
  const store = findStore(asked.till, storeId);
  if (kind === undefined) return { definition: 'store', body: presentStore(store, asked.till) };
  if (kind === 'product-groups') {
    if (id === undefined) return list('productGroupList', store.answersEmpty ? [] : [...store.groups.values()], asked);
    return { definition: 'productGroup', body: found(store.groups.get(id)) };
  }
  const show = (product: TillProduct): TillProduct => presentProduct(product, asked.till);
  if (id !== undefined) {
    const product = found(store.products.get(id));
    if (rest.length > 0) return { definition: 'productImageList', body: imagesOf(product) };
    return { definition: 'product', body: show(product) };
  }
  const rows = store.answersEmpty ? [] : [...store.products.values()];
  return list('productList', rows, asked, show);
}

function listStores(asked: Asked): Answer {
  if (!asked.till.rights.catalogue) throw new EvotorFailure(403, { code: 'forbidden', message: 'forbidden' });
  return list('storeList', [...asked.till.stores.values()], asked, store => presentStore(store, asked.till));
}

interface Row {
  id: string;
  updated_at: string;
}

function list<T extends Row>(
  definition: string,
  rows: T[],
  asked: Asked,
  show: (row: T) => unknown = row => row,
): Answer {
  const at: Position = readCursor(asked.query, asked.path);
  spendCursor(asked.till, asked.query.get('cursor'));
  const since = sinceMs(asked.till, at);
  const wanted = since === null ? rows : rows.filter(row => Date.parse(row.updated_at) >= since);
  const page = cutPage(
    inOrder(wanted, asked.till, asked.path, !asked.query.has('cursor') && since === null),
    at,
    asked.till.pageSize,
    asked.effect,
  );
  return { definition, body: { ...page, items: page.items.map(show) } };
}

function found<T>(row: T | undefined): T {
  if (row === undefined) throw new EvotorFailure(404, { message: 'not found' });
  return row;
}

function allowQuery(query: URLSearchParams, names: string[]): void {
  for (const name of query.keys()) if (!names.includes(name)) throw invalid(name, 'unknown parameter');
}
