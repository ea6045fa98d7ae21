import { expect } from 'chai';
import { API_LOG_LINES } from '../support/fake-api-log.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor, type Visitor } from '../support/visitor.js';

const LONG = 'я'.repeat(300);

describe('/admin/logs', () => {
  const { app, services } = buildTestSite();
  let operator: Visitor;
  before(async () => {
    operator = await loggedIn(app, 'operator@evosync.example');
  });
  beforeEach(() => {
    services.apiLog.asked.length = 0;
    services.apiLog.lines = [...API_LOG_LINES];
    services.apiLog.page = { older: 901, newer: null, stoppedAfter: null };
  });

  it('is for operators alone', async () => {
    const merchant = await loggedIn(app);
    for (const path of ['/admin/logs', '/admin/logs/906']) {
      expect((await visitor(app).get(path)).headers['location']).to.match(/^\/login/u);
      expect((await merchant.get(path)).status).to.equal(403);
    }
  });

  it('shows each call: when, whose, what, how it ended, how long and how large', async () => {
    const { text } = await operator.get('/admin/logs');
    expect(text).to.include('market.edit').and.include('GET /stores').and.include('Эвотор → нам');
    expect(text)
      .to.include('href="/admin/users/1"')
      .and.include('href="/admin/jobs/318"')
      .and.include('href="/admin/logs/906"');
    expect(text).to.include('Отказ').and.include('Код 9').and.include('reset ECONNRESET').and.include('182\u00a0мс');
    for (const means of ['VK просит подождать. Код 9', 'Соединение оборвалось. Код', 'Секрет не подошёл. Код 1001'])
      expect(text).to.include(means);
    expect(text).to.include('640\u00a0Б → 2\u00a0КБ');
    expect(text).to.include('href="/admin/logs?below=901"').and.not.include('Новее');
  });

  it('asks for exactly what the form says, times in Moscow', async () => {
    const query =
      'user=olga%40chainaya.example&job=318&service=vk&outcome=api_error&status=2&code=9&path=market&from=2026-11-21T14%3A00&to=2026-11-22';
    const { text, status } = await operator.get(`/admin/logs?${query}&below=500`);
    expect(status).to.equal(200);
    expect(services.apiLog.asked).to.deep.equal([
      {
        filter: {
          merchant: 'olga@chainaya.example',
          jobId: 318,
          service: 'vk',
          outcome: 'api_error',
          statusClass: '2',
          vendorCode: '9',
          path: 'market',
          from: new Date('2026-11-21T11:00:00Z'),
          to: new Date('2026-11-21T21:00:00Z'),
        },
        place: { below: 500 },
      },
    ]);
    // Turning the page keeps the wish.
    expect(text).to.include(`href="/admin/logs?${query.replaceAll('&', '&amp;')}&amp;below=901"`);
    expect(text).to.include('value="2026-11-21T14:00"').and.include('<option value="vk" selected>');
  });

  it('takes links of users and jobs pages', async () => {
    await operator.get('/admin/logs?user=1');
    await operator.get('/admin/logs?job=318');
    expect(services.apiLog.asked.map(({ filter }) => filter)).to.deep.equal([{ merchant: '1' }, { jobId: 318 }]);
  });

  for (const [what, query, field] of [
    ['a merchant nobody knows', 'user=nobody%40example.com', 'user'],
    ['a merchant of 300 letters', `user=${encodeURIComponent(LONG)}`, 'user'],
    ['a null byte', 'user=a%00b', 'user'],
    ['a job that is no number', 'job=%3Cscript%3E', 'job'],
    ['a code too long', `code=${'9'.repeat(61)}`, 'code'],
    ['a path too long', `path=${'p'.repeat(201)}`, 'path'],
    ['a time that is none', 'from=yesterday', 'from'],
    ['a day that does not exist', 'to=2026-13-45', 'to'],
  ] as const)
    it(`keeps ${what} and says what is wrong with it`, async () => {
      const { status, text } = await operator.get(`/admin/logs?${query}`);
      expect(status).to.equal(422);
      expect(text).to.include(`id="${field}-error"`).and.include('aria-invalid="true"').and.include(`href="#${field}"`);
      expect(text).to.not.include('<script>');
      expect(services.apiLog.asked).to.deep.equal([]);
    });

  it('takes odd but possible texts as they are, and odd places and choices as none', async () => {
    const texts = ['😀', '\u202eabc', "'; DROP TABLE api_log; --", '%_\\', '<script>alert(1)</script>'];
    for (const path of texts) {
      const { status, text } = await operator.get(`/admin/logs?path=${encodeURIComponent(path)}`);
      expect(status).to.equal(200);
      expect(text).to.not.include('<script>alert');
    }
    await operator.get('/admin/logs?service=ozon&outcome=&status=9&below=-1&above=x');
    expect(services.apiLog.asked.at(-1)).to.deep.equal({ filter: {}, place: null });
    expect((await operator.get('/admin/logs?user=a&user=b')).status).to.equal(422);
  });

  it('says when it is empty, when nothing fits, and when the search stopped', async () => {
    services.apiLog.lines = [];
    services.apiLog.page = { older: null, newer: null, stoppedAfter: null };
    expect((await operator.get('/admin/logs')).text).to.include('Запросов ещё не было');
    expect((await operator.get('/admin/logs?code=9')).text).to.include('Таких запросов нет');
    services.apiLog.page = { older: 400, newer: 20_000, stoppedAfter: 20_000 };
    const { text } = await operator.get('/admin/logs?code=9&below=20001');
    expect(text)
      .to.include('Просмотрено 20\u00a0000 строк')
      .and.include('Среди просмотренных строк таких запросов нет');
    expect(text).to.include('below=400').and.include('above=20000').and.include('Самые новые');
  });

  it('shows one call with its bodies and the command', async () => {
    const { text } = await operator.get('/admin/logs/906');
    expect(text).to.include('&#34;item_id&#34;: 7').and.include('Скопировать как curl');
    expect(text)
      .to.include('--data-urlencode &#34;access_token=$TOKEN&#34;')
      .and.include('задайте эту переменную сами');
    expect(text).to.include('Осторожно: команда сделает то же самое ещё раз');
    expect(text).to.include('href="/admin/logs?user=1"').and.include('href="/admin/logs?job=318"');
  });

  for (const [id, words] of [
    [905, ['Сохранено начало', 'команда неполная']],
    [904, ['Не хранится: это фотография', 'ответ не пришёл', 'UPLOAD_URL']],
    [903, ['У этого запроса нет тела', 'чтение удалось', 'первую страницу']],
    [902, ['сообщение не читали', 'ничей']],
    [901, ['в нём ключи доступа', 'Код и ключи не хранятся']],
  ] as const)
    it(`says of call ${id} what is not kept, and why`, async () => {
      const { text } = await operator.get(`/admin/logs/${id}`);
      for (const word of words) expect(text).to.include(word);
    });

  it('answers 404 for a line that is not there', async () => {
    for (const id of ['1', '0', '-1', 'x', '906x', '9'.repeat(30), '906%00'])
      expect((await operator.get(`/admin/logs/${id}`)).status, id).to.equal(404);
  });
});
