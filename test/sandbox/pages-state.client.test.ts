import { expect } from 'chai';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startSandbox, type RunningSandbox } from '../../sandbox/start-sandbox.js';
import { addItem, control, startWithMerchant } from './vendor-calls.js';

interface MerchantCard {
  id: string;
  evotorToken: string;
  vkToken: string;
  vkGroupId: number;
  stores: { id: string; products: number; groups: number }[];
}

describe('sandbox: the three catalogues and their pages', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await startSandbox();
  });
  after(() => running.close());
  const page = async (address: string): Promise<string> => {
    const answer = await fetch(`${running.url}${address}`);
    expect(answer.status, address).to.equal(200);
    return answer.text();
  };

  it('have fixed, readable names', async () => {
    const { merchants } = await control<{ merchants: MerchantCard[] }>(running, 'GET', '/merchants');
    expect(
      merchants.map(({ id, evotorToken, vkToken, vkGroupId }) => [id, evotorToken, vkToken, vkGroupId]),
    ).to.deep.equal([
      ['tea', 'evotor-tea-token', 'vk-tea-token', 100_001],
      ['grocery', 'evotor-grocery-token', 'vk-grocery-token', 100_002],
      ['clothes', 'evotor-clothes-token', 'vk-clothes-token', 100_003],
    ]);
    const goods = merchants.map(one => one.stores.reduce((sum, store) => sum + store.products, 0));
    expect(goods[0]).to.be.within(55, 65);
    expect(goods[1]).to.be.within(2800, 3200);
    expect(goods[2]).to.be.within(230, 270);
    expect(merchants[1]?.stores).to.have.length(3);
  });

  it('are answered whole by the API, dirt and all', async () => {
    for (const id of ['tea', 'grocery', 'clothes']) {
      const headers = { authorization: `Bearer evotor-${id}-token` };
      const stores = (await (await fetch(`${running.evotorUrl}/stores`, { headers })).json()) as {
        items: { id: string }[];
      };
      for (const store of stores.items) {
        for (const kind of ['products', 'product-groups']) {
          // The sandbox checks each answer against the contract and fails with 500 otherwise.
          expect((await fetch(`${running.evotorUrl}/stores/${store.id}/${kind}`, { headers })).status).to.equal(200);
        }
      }
    }
  });

  it('render for a person and escape what came from a till', async () => {
    expect(await page('/'))
      .to.contain('evotor-tea-token')
      .and.contain('Чайная лавка');
    for (const id of ['tea', 'grocery', 'clothes']) {
      expect(await page(`/till/${id}`)).to.contain('Без группы');
      expect(await page(`/shop/${id}`)).to.contain('В магазине пока пусто');
    }
    const found = await page('/till/grocery?q=script');
    expect(found).to.contain('&lt;script&gt;alert').and.not.contain('<script>alert');
    for (const asset of [
      '/assets/base.css',
      '/assets/till.css',
      '/assets/shop.css',
      '/assets/item.css',
      '/assets/live.js',
      '/assets/bootstrap/bootstrap.min.css',
      '/assets/golos/index.css',
    ])
      await page(asset);
    expect((await fetch(`${running.url}/till/nobody`)).status).to.equal(404);
    expect(await page('/')).not.to.match(/(?:src|href)="https?:\/\//);
  });

  it('let a person change the till', async () => {
    const store = [...(running.sandbox.merchant('tea')?.till.stores.values() ?? [])][0];
    const product = [...(store?.products.values() ?? [])][3];
    const act = async (action: string, fields: Record<string, string> = {}): Promise<string> => {
      const answer = await fetch(`${running.url}/till/tea/products${action}`, {
        method: 'POST',
        body: new URLSearchParams({ back: `store=${store?.id}`, ...fields }),
      });
      return answer.text();
    };
    expect(await act(`/${product?.id}/soldout`)).to.contain('Распродано');
    expect(product?.quantity).to.equal(0);
    await act(`/${product?.id}/off`);
    expect(product?.allow_to_sell).to.equal(false);
    await act(`/${product?.id}/rename`, { name: 'Новое имя' });
    expect(product?.name).to.equal('Новое имя');
    expect(await act(`/${product?.id}/price`, { price: 'дорого' })).to.contain('Ничего не изменилось');
    await act('', { name: 'Чай на пробу', price: '99,90', unit: 'шт', quantity: '3', parent: 'none' });
    expect([...(store?.products.values() ?? [])].at(-1)).to.include({ name: 'Чай на пробу', price: 99.9, quantity: 3 });
    await act(`/${product?.id}/remove`);
    expect(store?.products.has(product?.id ?? '')).to.equal(false);
  });
});

describe('sandbox: the shop page', () => {
  let running: RunningSandbox;
  before(async () => {
    running = await startWithMerchant();
  });
  after(() => running.close());

  it('shows buyers what is for sale and owners the rest', async () => {
    const shown = await addItem(running, { name: 'Видимый & чай' });
    const hidden = await addItem(running, { name: 'Спрятанный чай', deleted: 1 });
    const buyer = await (await fetch(`${running.url}/shop/shop`)).text();
    expect(buyer).to.contain('Видимый &amp; чай').and.not.contain('Спрятанный чай');
    expect(await (await fetch(`${running.url}/shop/shop?hidden=1`)).text()).to.contain('Спрятанный чай');
    const item = await (await fetch(`${running.url}/shop/shop/items/${shown}`)).text();
    expect(item).to.contain('149,90').and.contain('В наличии: 5');
    await fetch(`${running.url}/shop/shop/items/${hidden}/show`, { method: 'POST' });
    expect(await (await fetch(`${running.url}/shop/shop`)).text()).to.contain('Спрятанный чай');
  });

  it('lets tests plant and spoil items', async () => {
    const planted = await control<{ id: number }>(running, 'POST', '/merchants/shop/shop/items', {
      title: 'Чужой товар',
      sku: 'key-1',
      priceKopecks: 5000,
    });
    await control(running, 'PATCH', `/merchants/shop/shop/items/${planted.id}`, { priceKopecks: 6000, hidden: true });
    await control(running, 'DELETE', `/merchants/shop/shop/items/${planted.id}`);
    const { items } = await control<{ items: { id: number; state: string; priceKopecks: number; origin: string }[] }>(
      running,
      'GET',
      '/merchants/shop/shop',
    );
    expect(items.find(item => item.id === planted.id)).to.include({
      state: 'deleted',
      priceKopecks: 6000,
      origin: 'hand',
    });
  });
});

describe('sandbox: state', () => {
  it('outlives a restart, and two sandboxes do not touch each other', async () => {
    const stateDir = await mkdtemp(path.join(tmpdir(), 'sandbox-state-'));
    const first = await startSandbox({ scenarios: ['tea'], stateDir });
    const other = await startSandbox({ scenarios: ['tea'] });
    await control(first, 'POST', '/merchants', { id: 'shop', generate: { goods: 2 } });
    await control(first, 'PATCH', '/merchants/shop', { vkTokens: { main: { callsPerSecond: 100 } } });
    const id = await addItem(first);
    await control(first, 'POST', '/clock', { advanceMs: 5_000_000 });
    await first.close();
    const second = await startSandbox({ scenarios: ['tea'], stateDir });
    const shop = second.sandbox.world.shops.get(second.sandbox.merchant('shop')?.groupId ?? 0);
    expect(shop?.items.get(id)?.title).to.equal('Чай Бай Му Дань');
    expect(second.sandbox.clock.offsetMs).to.equal(5_000_000);
    const file = shop?.photos.get(shop.items.get(id)?.mainPhotoId ?? 0)?.file;
    expect((await fetch(`${second.url}/vk-photos/${file}`)).headers.get('cache-control')).to.contain('immutable');
    expect(other.sandbox.merchant('shop')).to.equal(undefined);
    await Promise.all([second.close(), other.close()]);
    await rm(stateDir, { recursive: true });
  });
});
