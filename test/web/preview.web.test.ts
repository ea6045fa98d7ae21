import { expect } from 'chai';
import type { JobId } from '../../src/domain/brand.js';
import { DEFAULT_SETTINGS } from '../../src/domain/settings.js';
import { NBSP } from '../../src/domain/text/format-number.js';
import { makeNew } from '../support/fake-services.js';
import { buildJob } from '../support/fake-jobs.js';
import { minutesAgo } from '../support/fake-connections.js';
import { PREVIEW_JOB, withPreview } from '../support/fake-preview.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

describe('the preview', () => {
  const site = async (change: (services: ReturnType<typeof buildTestSite>['services']) => void = () => undefined) => {
    const { app, services } = buildTestSite();
    withPreview(services.sync);
    change(services);
    return { services, merchant: await loggedIn(app) };
  };

  it('is offered where there is none, and asks to connect first', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    expect((await merchant.get('/sync/preview')).text)
      .to.include('action="/sync/preview"')
      .and.include('Посмотреть, что изменится')
      .and.not.include('action="/sync/preview/apply"');
    makeNew(services);
    const { text } = await merchant.get('/sync/preview');
    expect(text).to.include('href="/connections"').and.not.include('action="/sync/preview"');
  });

  it('is started, watched without scripts too, and shown when it is there', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    expect((await merchant.post('/sync/preview')).headers['location']).to.equal('/sync/preview');
    const { text } = await merchant.get('/sync/preview');
    expect(text).to.include('Смотрим, что сейчас в VK').and.include('hx-get="/sync/progress?then=preview"');
    expect(text).to.include('http-equiv="refresh" content="5"').and.include('action="/sync/runs/331/cancel"');
    const poll = () => merchant.get('/sync/progress?then=preview').set('HX-Request', 'true');
    expect((await poll()).headers).not.to.have.property('hx-redirect');
    services.sync.own = { ...services.sync.own, current: null };
    services.sync.jobList = services.sync.jobList.map(job =>
      job.kind === 'preview' ? buildJob({ ...job, status: 'success', finishedAt: minutesAgo(0) }) : job,
    );
    expect((await poll()).headers['hx-redirect']).to.equal('/sync/preview');
    expect((await merchant.get('/sync/preview')).text).to.include('action="/sync/preview/apply"');
  });

  it('does not pass for whole when the till was read in part', async () => {
    const { merchant, services } = await site();
    expect((await merchant.get('/sync/preview')).text).not.to.include('Касса прочитана не вся');
    services.preview.isTillWhole = false;
    expect((await merchant.get('/sync/preview')).text).to.include('Касса прочитана не вся');
  });

  it('counts, lists with every field, shows cards, and says why some stay out', async () => {
    const { merchant } = await site();
    const { text } = await merchant.get('/sync/preview');
    expect(text)
      .to.include('Создать')
      .and.include('Изменить')
      .and.include('Скрыть')
      .and.include('href="/sync/preview?kind=hide"');
    expect(text).to.include(`350${NBSP}₽`).and.include(`385${NBSP}₽`).and.include(`+10${NBSP}%`);
    expect(text).to.include('class="buyer"').and.include('/catalog/photos/preview/key-1?v=v1');
    expect(text).to.include('Товар снят с продажи на кассе').and.include('Нет цены').and.include(`7${NBSP}товаров`);
    expect(text).to.include(`5${NBSP}изменений похожи на ошибку`).and.include('Касса с тех пор могла измениться');
  });

  it('narrows by kind and shows the card of one good', async () => {
    const { merchant } = await site();
    const hides = await merchant.get('/sync/preview?kind=hide');
    expect(hides.text).to.include('Пиала').and.include('aria-current="true"').and.not.include('Бай Му Дань');
    expect((await merchant.get('/sync/preview?kind=delete')).text).to.include('Таких изменений нет');
    expect((await merchant.get('/sync/preview?show=key-3')).text).to.include('/catalog/photos/preview/key-3');
    for (const query of ['page=-1', 'kind[]=1', 'kind=%3Cscript%3E', `show=${'x'.repeat(80)}`, 'pick=some', 'show=%00'])
      expect((await merchant.get(`/sync/preview?${query}`)).status, query).to.equal(200);
  });

  it('ticks nothing by itself, and everything of the page when asked', async () => {
    const { merchant } = await site();
    expect((await merchant.get('/sync/preview')).text).not.to.match(/name="operation"[^>]* checked/u);
    const { text } = await merchant.get('/sync/preview?pick=all');
    expect(text.match(/name="operation"[^>]* checked/gu)?.length).to.equal(text.match(/name="operation"/gu)?.length);
  });

  it('applies all or the ticked lines, and leads to the run', async () => {
    const { merchant, services } = await site();
    const all = await merchant.post('/sync/preview/apply', { job: '330', choice: 'all' });
    expect(all.headers['location']).to.equal('/sync/runs/319');
    const some = await merchant.post('/sync/preview/apply', {
      job: '330',
      choice: 'ticked',
      operation: ['101', '103', '101'],
    });
    expect(some.headers['location']).to.equal('/sync/runs/319');
    expect((await merchant.get('/sync/runs/319')).text).to.include(`Отправляем выбранное: 2${NBSP}товара`);
    expect(services.preview.applied).to.deep.equal([
      { jobId: PREVIEW_JOB.id, choice: 'all' },
      { jobId: PREVIEW_JOB.id, choice: { operationIds: [101, 103] } },
    ]);
  });

  it('says what is wrong with a choice, and takes no nonsense', async () => {
    const { merchant, services } = await site();
    const nothing = await merchant.post('/sync/preview/apply', { job: '330', choice: 'ticked' });
    expect(nothing.headers['location']).to.equal('/sync/preview');
    expect((await merchant.get('/sync/preview')).text).to.include('Ничего не отмечено');
    const gone = await merchant.post('/sync/preview/apply', { job: '330', choice: 'ticked', operation: '999' });
    expect(gone.headers['location']).to.equal('/sync/preview');
    for (const [job, status] of [
      ['1', 404],
      ['318', 404],
      ['x', 404],
      ['', 404],
    ] as const)
      expect((await merchant.post('/sync/preview/apply', { job, choice: 'all' })).status, job).to.equal(status);
    for (const fields of [{ choice: 'all' }, { job: '330' }, { job: '330', choice: 'ticked', operation: '<1>' }, {}])
      expect((await merchant.post('/sync/preview/apply', fields)).status).to.equal(422);
    expect(services.preview.applied).to.deep.equal([]);
  });

  it('leads from itself to the try and to the start before the first run', async () => {
    const { merchant } = await site(services => {
      services.sync.own = { ...services.sync.own, confirmedAt: null, last: null };
    });
    const { text } = await merchant.get('/sync/preview');
    expect(text).to.include('action="/sync/confirm"').and.include('action="/sync/pilot"');
    expect(text).to.include('Попробовать отмеченное').and.not.include('Применить всё');
  });

  for (const [name, own, sentence] of [
    ['in mode «only show»', { settings: { ...DEFAULT_SETTINGS, mode: 'preview' } }, 'Только показывать'],
    ['with sending switched off', { settings: { ...DEFAULT_SETTINGS, mirror: false } }, 'Отправлять изменения в VK'],
    ['on a pause', { pausedAt: new Date() }, 'Обмен на паузе'],
    ['switched off', { isEnabled: false }, 'Обмен выключен'],
  ] as const) {
    it(`offers nothing to apply ${name}`, async () => {
      const { merchant } = await site(services => {
        services.sync.own = { ...services.sync.own, ...own };
      });
      const { text } = await merchant.get('/sync/preview');
      expect(text).to.include(sentence).and.not.include('name="choice"').and.not.include('name="operation"');
    });
  }

  it('says that it is old', async () => {
    const { merchant, services } = await site();
    services.preview.since = 'wishes';
    expect((await merchant.get('/sync/preview')).text).to.include('вы поменяли настройки или фильтры');
    services.preview.since = 'day';
    const { text } = await merchant.get('/sync/preview');
    expect(text).to.include('Последний предпросмотр устарел').and.not.include('/sync/preview/apply');
  });

  it('that failed says why, and can be made again', async () => {
    const { merchant, services } = await site();
    services.sync.jobList = [
      buildJob({
        id: 340 as JobId,
        kind: 'preview',
        status: 'failed',
        reason: { code: 'EVOTOR.TOKEN_REJECTED', params: {} },
      }),
      ...services.sync.jobList,
    ];
    const { text } = await merchant.get('/sync/preview');
    expect(text).to.include('EVOTOR.TOKEN_REJECTED').and.include('Посмотреть, что изменится');
  });
});
