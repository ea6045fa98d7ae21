import { expect } from 'chai';
import type { JobId } from '../../src/domain/brand.js';
import { NBSP } from '../../src/domain/text/format-number.js';
import { bodyOf } from '../support/downloaded.js';
import { createFakeServices, makeNew } from '../support/fake-services.js';
import { buildJob } from '../support/fake-jobs.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

describe('history', () => {
  it('is narrowed by outcome, kind and trigger, and keeps that when turned over', async () => {
    const { app, services } = buildTestSite();
    services.history.pageSize = 2;
    const merchant = await loggedIn(app);
    const all = (await merchant.get('/sync/runs')).text;
    expect(all).to.include(`8${NBSP}обменов`).and.include('href="/sync/runs?page=2"');
    const { text } = await merchant.get('/sync/runs?trigger=schedule');
    expect(text).to.include(`5${NBSP}обменов`).and.include('href="/sync/runs?trigger=schedule&amp;page=2"');
    expect(text).to.include('<option value="schedule" selected>по расписанию');
    expect((await merchant.get('/sync/runs?status=failed')).text).to.include('Эвотор не принял токен');
    expect((await merchant.get('/sync/runs?kind=preview')).text).to.include('href="/sync/runs/312"');
    const none = (await merchant.get('/sync/runs?kind=undo&status=parked')).text;
    expect(none).to.include('Таких обменов не было').and.include('href="/sync/runs">Показать все');
    for (const odd of ['status=nonsense', 'kind=<script>', 'trigger=%00', 'page=-1', 'status[]=failed'])
      expect((await merchant.get(`/sync/runs?${odd}`)).status, odd).to.equal(200);
  });

  it('shows two weeks as a little picture with the same in words', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text } = await merchant.get('/sync/runs');
    expect(text).to.match(/<svg class="sparkline__chart"[^>]*role="img" aria-label="За 14/u);
  });

  it('before the first run says what will stand here', async () => {
    const merchant = await loggedIn(buildTestSite({}, makeNew(createFakeServices())).app);
    const { text } = await merchant.get('/sync/runs');
    expect(text).to.include('Обменов ещё не было').and.not.include('name="status"');
  });

  it('finds a good in a run by its name and leads to its page', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text } = await merchant.get(`/sync/runs/318?q=${encodeURIComponent('мёд')}`);
    expect(text).to.include(`1${NBSP}изменение`).and.include('href="/catalog/products/product-6"');
    expect(text).to.include('value="мёд"').and.not.include('Гайвань');
    expect((await merchant.get('/sync/runs/318?q=нет-такого')).text).to.include('Таких изменений в этом обмене нет');
  });

  it('gives the changes of a run as a file: a line for each field, formulas harmless', async () => {
    const { app, services } = buildTestSite();
    const [first, ...rest] = services.sync.operations;
    services.sync.operations = [{ ...first!, name: '=HYPERLINK("http://x")' }, ...rest];
    const merchant = await loggedIn(app);
    const { answer, text } = await bodyOf(merchant.get('/sync/runs/318/export'));
    expect(answer.headers['content-type']).to.equal('text/csv; charset=utf-8');
    expect(answer.headers['content-disposition']).to.match(/^attachment; filename="run-318_\d{4}-\d\d-\d\d\.csv"$/u);
    expect(text.startsWith('\ufeffИзменение,Товар,Поле,Было,Стало,Итог,Причина,Код,ID,Ключ,Товар в VK\n')).to.equal(
      true,
    );
    const lines = text.slice(1).trimEnd().split('\n');
    expect(lines[1]).to.equal(
      `Изменение,"'=HYPERLINK(""http://x"")",Цена,350,385,Готово,,changed,product-1,key-1,7001`,
    );
    expect(lines).to.have.length(1 + 1 + 4 + 2 + 1 + 1 + 1);
    expect(lines.find(line => line.includes('VK.TITLE_REFUSED'))).to.include('Название,Мед,Мёд гречишный,Не удалось');
    const { text: table } = await bodyOf(merchant.get('/sync/runs/318/export?format=excel&kind=create'));
    expect(table).to.include('Новый товар;Гайвань фарфоровая 120 мл;Цена;;990;').and.not.include('Мёд');
  });

  it('tries the failed goods of a run again, and only offers it where something failed', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    expect((await merchant.get('/sync/runs/318')).text).not.to.include('retry-failed');
    expect((await merchant.get('/sync/runs/315')).text)
      .to.include('action="/sync/runs/315/retry-failed"')
      .and.include('Повторить неудавшееся (1)');
    const answer = await merchant.post('/sync/runs/315/retry-failed');
    expect(answer.headers['location']).to.equal('/sync/runs/401');
    expect(services.history.retried).to.deep.equal([315]);
    expect((await merchant.get('/sync/runs/401')).text)
      .to.include(`Пробуем снова: 1${NBSP}товар. Остальные не трогаем`)
      .and.include('Повторяет неудавшееся в обмене № 315');
    const refused = await merchant.post('/sync/runs/318/retry-failed');
    expect(refused.headers['location']).to.equal('/sync/runs/318');
    expect((await merchant.get('/sync/runs/318')).text).to.include('Повторять нечего');
  });

  it('is not found for runs of others and for what is no number', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    for (const id of ['99999', '0', 'abc', '1e3', '-1']) {
      expect((await merchant.get(`/sync/runs/${id}/export`)).status, id).to.equal(404);
      expect((await merchant.post(`/sync/runs/${id}/retry-failed`)).status, id).to.equal(404);
    }
  });

  it('does not claim that nothing had changed where all that changed waits for an answer', async () => {
    const { app, services } = buildTestSite();
    const job = buildJob({ id: 330 as JobId, status: 'unchanged', risky: 12 });
    services.sync.jobList = [{ ...job, counters: { ...job.counters, created: 0, updated: 0, hidden: 0 } }];
    services.sync.operations = [];
    const merchant = await loggedIn(app);
    const { text } = await merchant.get('/sync/runs/330');
    expect(text).to.include(`12${NBSP}изменений ждут вашего ответа`).and.not.include('ничего не изменилось');
    expect((await merchant.get('/sync/runs')).text).to.include('ждут вашего ответа: 12');
  });
});
