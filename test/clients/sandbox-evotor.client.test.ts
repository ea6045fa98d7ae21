import { expect } from 'chai';
import type { ProductId, StoreId } from '../../src/domain/brand.js';
import type { TillProduct } from '../../src/domain/till.js';
import { startSandbox } from '../../sandbox/start-sandbox.js';
import { controlOf, evotorOn, newMerchant, ok } from './sandbox-setup.js';

describe('Evotor client against the sandbox', function () {
  this.timeout(20_000);
  let sandbox: Awaited<ReturnType<typeof startSandbox>>;
  let control: ReturnType<typeof controlOf>;

  before(async () => {
    sandbox = await startSandbox({ scenarios: ['grocery'] });
    control = controlOf(sandbox.url);
  });
  after(async () => {
    await sandbox.close();
  });
  afterEach(async () => {
    await control('DELETE', '/faults');
  });

  it('reads a whole till of three stores as it is', async () => {
    const { evotor, log } = evotorOn(sandbox.evotorUrl, 'evotor-grocery-token');
    await control('PATCH', '/merchants/grocery', { till: { pageSize: 250 } });
    const stores: StoreId[] = [];
    expect(ok(await evotor.stores(rows => void stores.push(...rows.map(({ id }) => id)))).complete).to.equal(true);
    expect(stores).to.have.length(3);
    const products = new Map<string, TillProduct>();
    for (const store of stores) {
      const groups: string[] = [];
      ok(await evotor.groups(store, rows => void groups.push(...rows.map(({ id }) => id))));
      expect(groups).not.to.deep.equal([]);
      const end = await evotor.products(store, rows => rows.forEach(row => products.set(`${store} ${row.id}`, row)));
      expect(ok(end)).to.include({ complete: true, rejected: 0 });
    }
    const real = await control<{ products: readonly Record<string, unknown>[] }>('GET', '/merchants/grocery/products');
    expect(products.size).to.equal(real.products.length);
    for (const row of real.products) {
      const read = products.get(`${String(row['store_id'])} ${String(row['id'])}`);
      const price = row['price'] as number | undefined;
      expect(read?.price).to.equal(price === undefined ? null : Math.round(price * 100));
      expect(read?.quantity === null).to.equal(row['quantity'] === undefined || row['quantity'] === null);
      expect(read?.allowToSell).to.equal(row['allow_to_sell'] ?? true);
    }
    expect(JSON.stringify(log)).not.to.contain('evotor-grocery-token');
  });

  it('finds the header form that works, and tells a product that is gone', async () => {
    const { id, till } = await newMerchant(sandbox, 3);
    await control('PATCH', `/merchants/${id}`, { till: { authForms: { bearer: false } } });
    const stores: StoreId[] = [];
    ok(await till.stores(rows => void stores.push(...rows.map(row => row.id))));
    const store = stores[0] ?? ('' as StoreId);
    const products: ProductId[] = [];
    ok(await till.products(store, rows => void products.push(...rows.map(row => row.id))));
    const first = products[0] ?? ('' as ProductId);
    expect(ok(await till.product(store, first))).to.have.property('id', first);
    await control('DELETE', `/merchants/${id}/products/${first}`);
    expect(ok(await till.product(store, first))).to.equal(null);
  });

  it('is incomplete over a looping cursor, and stops at 402, 429 and a revoked token', async () => {
    const { evotor } = evotorOn(sandbox.evotorUrl, 'evotor-grocery-token');
    const stores: StoreId[] = [];
    ok(await evotor.stores(rows => void stores.push(...rows.map(({ id }) => id))));
    const store = stores[0] ?? ('' as StoreId);
    // A client of its own each time: one remembers a used-up quota and asks no more until it is full again.
    const read = async () =>
      evotorOn(sandbox.evotorUrl, 'evotor-grocery-token').evotor.products(store, () => undefined);
    await control('POST', '/faults', {
      vendor: 'evotor',
      merchant: 'grocery',
      path: '/products',
      effect: { kind: 'cursorLoop' },
    });
    expect(ok(await read())).to.include({ complete: false, incompleteReason: 'cursor_loop' });
    await control('DELETE', '/faults');
    await control('POST', '/faults', {
      vendor: 'evotor',
      merchant: 'grocery',
      path: '/products',
      page: 2,
      effect: { kind: 'duplicateItem' },
    });
    expect(ok(await read())).to.include({ complete: true, rejected: 0 });
    await control('DELETE', '/faults');
    for (const [status, code] of [
      [402, 'EVOTOR.STORE_NOT_PAID'],
      [429, 'EVOTOR.RATE_LIMITED'],
      [401, 'EVOTOR.TOKEN_REJECTED'],
    ]) {
      await control('POST', '/faults', {
        vendor: 'evotor',
        merchant: 'grocery',
        effect: { kind: 'apiError', code: status },
      });
      expect(await read()).to.include({ outcome: 'api_error', code });
      await control('DELETE', '/faults');
    }
    await control('POST', '/faults', {
      vendor: 'evotor',
      merchant: 'grocery',
      nth: 1,
      effect: { kind: 'httpStatus', status: 502 },
    });
    expect(ok(await read()).complete).to.equal(true);
  });
});
