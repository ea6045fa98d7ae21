import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const OPERATOR = 'operator@evosync.example';

describe("the operator's list of runs", () => {
  const { app, services } = buildTestSite();
  const { adminJobs } = services;
  beforeEach(() => {
    adminJobs.done = [];
    adminJobs.failure = null;
    adminJobs.pageSize = 50;
  });

  it('shows the runs of all merchants with what became of them, and where to look on', async () => {
    const { text } = await (await loggedIn(app, OPERATOR)).get('/admin/jobs');
    expect(text).to.include('Обмен № 318').and.include('olga@chainaya.example').and.include('вручную');
    expect(text).to.include('Код VK.CAPTCHA').and.include('184 из 420');
    expect(text).to.include('workflows/sync%2F7/run-319/history').and.include('в новой вкладке');
    expect(text).to.include('/admin/jobs/319/terminate').and.not.include('/admin/jobs/318/terminate');
  });

  it('narrows by status, kind, trigger, reason, merchant and what is looked for most', async () => {
    const operator = await loggedIn(app, OPERATOR);
    const shown = async (query: string): Promise<string[]> => {
      const { text, status } = await operator.get(`/admin/jobs?${query}`);
      expect(status, query).to.equal(200);
      return [...text.matchAll(/href="\/admin\/jobs\/(\d+)">/gu)].map(([, id = '']) => id);
    };
    expect(await shown('status=parked')).to.deep.equal(['314']);
    expect(await shown('only=running')).to.deep.equal(['319']);
    expect(await shown('only=failures')).to.deep.equal(['315', '313']);
    expect(await shown('kind=preview&trigger=manual')).to.deep.equal(['312']);
    expect(await shown('reason=VK.CAPTCHA')).to.deep.equal(['314']);
    expect(await shown('merchant=1')).to.not.include('319');
    expect(await shown('merchant=olga@chainaya.example&status=failed')).to.deep.equal(['313']);
    expect(await shown('status=nonsense&kind=<script>&older=x')).to.have.length(9);
  });

  it('says of one merchant who they are and what can be done for them', async () => {
    const { text } = await (await loggedIn(app, OPERATOR)).get('/admin/jobs?merchant=1');
    expect(text).to.include('Продавца olga@chainaya.example').and.include('href="/admin/users/1"');
    expect(text).to.include('Запустить обмен').and.include('Поставить на паузу');
    const unknown = await (await loggedIn(app, OPERATOR)).get('/admin/jobs?merchant=nobody@example.org');
    expect(unknown.text).to.include('Продавца с такой почтой или номером нет');
  });

  it('turns pages from a run on, not by counting', async () => {
    adminJobs.pageSize = 3;
    const { text } = await (await loggedIn(app, OPERATOR)).get('/admin/jobs?status=');
    expect(text).to.include('?older=317').and.not.include('newer=');
    const next = await (await loggedIn(app, OPERATOR)).get('/admin/jobs?older=317');
    expect(next.text).to.include('?newer=316').and.include('?older=314').and.include('Самые новые');
  });

  it('answers what cannot be with the form, its faults and what was typed', async () => {
    const operator = await loggedIn(app, OPERATOR);
    for (const [query, fault] of [
      ['from=yesterday', 'Введите день и время'],
      [`merchant=${'я'.repeat(255)}`, 'Не больше 254 знаков'],
      [`merchant=${encodeURIComponent('a\u0000b')}`, 'Уберите служебные знаки'],
      ['from=2026-11-21&to=2026-11-20', 'Конец должен быть позже начала'],
      [`reason=${'x'.repeat(61)}`, 'Не больше 60 знаков'],
      ['merchant=a&merchant=b', 'Введите одну строку'],
    ] as const) {
      const { status, text } = await operator.get(`/admin/jobs?${query}`);
      expect(status, query).to.equal(422);
      expect(text, query).to.include(fault).and.include('aria-invalid="true"');
    }
    const script = await operator.get(`/admin/jobs?merchant=${encodeURIComponent('<script>alert(1)</script>‮')}`);
    expect(script.status).to.equal(200);
    expect(script.text).to.include('&lt;script&gt;alert(1)').and.not.include('<script>alert(1)');
  });

  it('shows one run: numbers, operations by state, the log and Temporal', async () => {
    const operator = await loggedIn(app, OPERATOR);
    const { text } = await operator.get('/admin/jobs/318');
    expect(text).to.include('sync/1').and.include('/admin/logs?job=318').and.include('Открыть в Temporal');
    expect(text).to.include('?state=failed').and.not.include('/catalog/products/');
    const failed = await operator.get('/admin/jobs/315?state=failed');
    expect(failed.text).to.include('aria-current="true"').and.include('TEMPORAL_UI_URL');
    for (const path of ['/admin/jobs/999', '/admin/jobs/x', '/admin/jobs/0', '/admin/jobs/318x/terminate'])
      expect((await operator.get(path)).status, path).to.equal(404);
  });

  it('runs, pauses, resumes and cancels, and comes back to where it was pressed', async () => {
    const operator = await loggedIn(app, OPERATOR);
    const back = '/admin/jobs?only=running';
    const run = await operator.post('/admin/jobs/run-now', { user_id: '1', back });
    expect([run.status, run.headers['location']]).to.deep.equal([303, back]);
    await operator.post('/admin/jobs/pause', { user_id: '7', paused: '1', back });
    await operator.post('/admin/jobs/pause', { user_id: '7', paused: '0', back: 'https://evil.example' });
    const cancelled = await operator.post('/admin/jobs/319/cancel', { back: '//evil.example' });
    expect(cancelled.headers['location']).to.equal('/admin/jobs');
    expect(adminJobs.done).to.deep.equal([
      { what: 'runNow', id: 1 },
      { what: 'pause', id: 7 },
      { what: 'resume', id: 7 },
      { what: 'cancel', id: 319 },
    ]);
    expect((await operator.get('/admin/jobs')).text).to.include('Обмен № 319 остановится на ближайшем действии');
  });

  it('refuses with the sentence that refuses the merchant', async () => {
    const operator = await loggedIn(app, OPERATOR);
    adminJobs.failure = new AppError('conflict', 'SYNC.NOT_CONFIRMED');
    await operator.post('/admin/jobs/run-now', { user_id: '1' });
    expect((await operator.get('/admin/jobs')).text).to.include('Код SYNC.NOT_CONFIRMED');
    for (const user_id of ['', '0', '-1', 'x', '1e99', '999'])
      expect((await operator.post('/admin/jobs/run-now', { user_id })).status, user_id).to.equal(404);
    expect((await operator.post('/admin/jobs/999/cancel')).status).to.equal(404);
    expect(adminJobs.done).to.deep.equal([]);
  });

  it('asks before a run is ended at once', async () => {
    const operator = await loggedIn(app, OPERATOR);
    const asked = await operator.get('/admin/jobs/319/terminate');
    expect(asked.text).to.include('Прервать обмен сразу?').and.include('Следующий обмен проверит, что дошло');
    expect(adminJobs.done).to.deep.equal([]);
    const over = await operator.get('/admin/jobs/318/terminate');
    expect([over.status, over.headers['location']]).to.deep.equal([303, '/admin/jobs/318']);
    const done = await operator.post('/admin/jobs/319/terminate');
    expect(done.headers['location']).to.equal('/admin/jobs/319');
    expect(adminJobs.done).to.deep.equal([{ what: 'terminate', id: 319 }]);
  });

  it('lets those look who may only look', async () => {
    const { services: own, app: site } = buildTestSite();
    own.accounts.users = own.accounts.users.map(user =>
      user.email === OPERATOR ? { ...user, permissions: ['account.own', 'jobs.view'] } : user,
    );
    const viewer = await loggedIn(site, OPERATOR);
    const { text } = await viewer.get('/admin/jobs?merchant=1');
    expect(text).to.not.include('/run-now');
    expect(text).to.not.include('/terminate').and.not.include('href="/admin/users/1"');
    expect((await viewer.post('/admin/jobs/run-now', { user_id: '1' })).status).to.equal(403);
    expect((await viewer.get('/admin/jobs/319')).text).to.not.include('Журнал API этого обмена');
  });
});
