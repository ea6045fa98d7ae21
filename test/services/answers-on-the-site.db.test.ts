import { expect } from 'chai';
import type { JobId } from '../../src/domain/brand.js';
import { composeApp } from '../../src/main/compose-app.js';
import type { ServicesEnv, TestMerchant } from '../support/services-env.js';
import { PASSWORD, startServicesEnv } from '../support/services-env.js';
import { deleteByHand, editByHand, itemOf } from '../support/services-env-hands.js';
import { runPhases } from '../support/services-env-run.js';
import { shopOf, tillOf } from '../support/services-env-shop.js';
import type { Visitor } from '../support/visitor.js';
import { loggedIn } from '../support/visitor.js';

describe('answers given on the site, over the real use cases', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;
  let owner: Visitor;
  let waiting: JobId;

  const siteFor = (email: string): Promise<Visitor> => loggedIn(composeApp(env.base, env.services), email, PASSWORD);
  const hidden = async (): Promise<number> =>
    (await shopOf(env, merchant)).items.filter(({ state }) => state === 'hidden').length;
  const jobOf = (answer: { headers: Record<string, string> }): JobId =>
    Number(/\/sync\/runs\/(\d+)/u.exec(answer.headers['location'] ?? '')?.[1]) as JobId;
  const ticks = (text: string): string[] =>
    [...text.matchAll(/name="operation" value="(\d+)"/gu)].map(([, id = '']) => id);

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 12 });
    owner = await siteFor(merchant.email);
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('success');
    for (const { id } of (await tillOf(env, merchant)).slice(0, 6))
      await env.control('DELETE', `/merchants/${merchant.id}/products/${id}`);
    waiting = (await runPhases(env.deps, merchant.userId)).job.id;
  });
  after(() => env.close());

  it('show what waits on every page that should', async () => {
    for (const path of ['/overview', '/sync'])
      expect((await owner.get(path)).text, path).to.include(`href="/sync/runs/${waiting}#approval"`);
    const { text } = await owner.get(`/sync/runs/${waiting}`);
    expect(text).to.include('Из VK исчезнет сразу много товаров').and.include('Товара больше нет на кассе');
    expect(ticks(text)).to.have.length(6);
    expect(await hidden()).to.equal(0);
  });

  it('reach no job of another merchant', async () => {
    const stranger = await siteFor((await env.merchant({ goods: 1 })).email);
    const [one = ''] = ticks((await owner.get(`/sync/runs/${waiting}`)).text);
    expect((await stranger.get(`/sync/runs/${waiting}`)).status).to.equal(404);
    expect((await stranger.get(`/sync/runs/${waiting}/undo`)).status).to.equal(404);
    for (const act of ['approve', 'decline', 'cancel', 'undo']) {
      const answer = await stranger.post(`/sync/runs/${waiting}/${act}`, { choice: 'ticked', operation: one });
      expect(answer.status, act).to.equal(404);
    }
    expect((await owner.get(`/sync/runs/${waiting}`)).text).to.include('Нужен ответ');
  });

  it('approve a part: it is hidden, the rest stays and is not asked again', async () => {
    const [one = '', two = ''] = ticks((await owner.get(`/sync/runs/${waiting}`)).text);
    const answer = await owner.post(`/sync/runs/${waiting}/approve`, { choice: 'ticked', operation: [one, two] });
    const next = jobOf(answer);
    expect((await runPhases(env.deps, merchant.userId, { jobId: next })).job.status).to.equal('success');
    expect(await hidden()).to.equal(2);
    expect((await owner.get('/overview')).text).not.to.include('Обмен ждёт вашего ответа');
    await owner.post(`/sync/runs/${waiting}/approve`, { choice: 'all' });
    expect((await owner.get(`/sync/runs/${waiting}`)).text).to.include('Этот обмен уже не ждёт ответа');
    expect(await hidden()).to.equal(2);

    const undo = await owner.get(`/sync/runs/${next}/undo`);
    expect(undo.text).to.include('Отменим 2\u00a0изменения').and.include('Вернём в витрину: 2');
    const back = jobOf(await owner.post(`/sync/runs/${next}/undo`));
    await runPhases(env.deps, merchant.userId, { jobId: back });
    expect(await hidden()).to.equal(0);
    expect((await owner.get('/sync')).text).to.match(/value="approve" checked/u);
    expect((await owner.post(`/sync/runs/${next}/undo`)).headers['location']).to.equal(`/sync/runs/${next}`);
    expect((await owner.get(`/sync/runs/${next}`)).text).to.include('Этот обмен уже отменён');
  });

  it('keep the whole form of settings, and refuse one value without touching the others', async () => {
    const { text } = await owner.get('/sync');
    const form = Object.fromEntries(
      [...text.matchAll(/<input class="form-control" id="(\w+)"[^>]* value="([^"]*)"/gu)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
    const rest = {
      mode: 'automatic',
      price_rounding: 'none',
      stock_mode: 'fixed',
      mirror: 'true',
      refresh_till: 'true',
      refresh_shop: 'true',
    };
    const wrong = await owner.post('/sync/settings', { ...form, ...rest, brake_price_up_percent: '20000' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('id="brake_price_up_percent-error"').and.include('можно от 1 до 10000');
    const right = await owner.post('/sync/settings', { ...form, ...rest, brake_hide_count: '9' });
    expect(right.headers['location']).to.equal('/sync#settings');
    const after = (await owner.get('/sync')).text;
    expect(after)
      .to.match(/id="brake_hide_count"[^>]* value="9"/u)
      .and.match(/value="automatic" checked/u);
  });

  it('show what was changed or removed by hand, and take the answers', async () => {
    const other = await env.merchant({ goods: 2 });
    const their = await siteFor(other.email);
    const goods = `/catalog/stores/${other.stores[0]}/products`;
    const run = () => runPhases(env.deps, other.userId);
    await run();
    await run();
    const [first, second] = (await tillOf(env, other)).map(({ id }) => id);
    const changed = await itemOf(env, other, first!);
    await editByHand(env, other, changed.id, { title: 'Название, данное руками' });
    await deleteByHand(env, other, (await itemOf(env, other, second!)).id);
    await run();
    const { text } = await their.get(goods);
    expect(text).to.include('Изменено в VK').and.include('Убран в VK вручную');
    expect(text).to.include(`formaction="/catalog/bring-back" name="key" value="${second}"`);
    expect((await their.get('/overview')).text).to.include('Изменено в VK вручную: 1\u00a0товар');
    expect((await their.get('/sync/drift')).text).to.include('Название, данное руками');

    expect((await owner.post('/sync/drift', { key: first!, answer: 'keep|name' })).status).to.equal(404);
    expect((await owner.post('/catalog/bring-back', { key: second! })).status).to.equal(404);
    expect((await their.post('/sync/drift', { key: first!, answer: 'keep|name' })).status).to.equal(303);
    expect((await their.get('/sync/drift')).text).to.include('Вручную в VK ничего не меняли');
    expect((await their.get(goods)).text).not.to.include('Изменено в VK');
    expect((await their.post('/catalog/bring-back', { key: second!, back: goods })).headers['location']).to.equal(
      goods,
    );
    await run();
    expect((await their.get(goods)).text).not.to.include('Убран в VK вручную');
    expect((await itemOf(env, other, first!)).title).to.equal('Название, данное руками');
  });

  it('show every page of questions, empty or not', async () => {
    for (const [path, words] of [
      ['/sync/drift', 'Вручную в VK ничего не меняли'],
      ['/sync/offers', 'Похожих товаров нет'],
      ['/sync/merge?merge_by=barcode', 'Что изменится'],
      ['/sync/names', 'Названия товаров'],
      ['/connections/disconnect?type=vk', 'Что сделать с товарами в VK'],
      [`/catalog/stores/${merchant.stores[0]}/products`, 'В VK'],
    ] as const) {
      const answer = await owner.get(path);
      expect(answer.status, path).to.equal(200);
      expect(answer.text, path).to.include(words);
    }
  });
});
