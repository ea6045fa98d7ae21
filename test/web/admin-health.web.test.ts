import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { NOW } from '../support/fake-connections.js';
import { SICK_HEALTH } from '../support/fake-system-health.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const OPERATOR = 'operator@evosync.example';
const SYSTEM = 'system@evosync.example';

describe('the state of the installation', () => {
  /** Numbers and their units hold together by spaces that do not break. */
  const plain = (text: string): string => text.replaceAll(/[\u00a0\u202f]/gu, ' ');

  it('shows servers, schedules, queues, workers, vendors, rests and runs', async () => {
    const { app } = buildTestSite();
    const text = plain((await (await loggedIn(app, OPERATOR)).get('/admin/health')).text);
    expect(text).to.include('Всё работает, замечаний нет');
    expect(text).to.include('11.4.9-MariaDB').and.include('3,2 ГБ').and.include('1.31.2');
    expect(text).to.include('evosync-worker-7c9d, процесс 17').and.include('старшее ждёт 4');
    expect(text).to.include('40 211').and.include('640 (1,6');
    expect(text).to.include('?only=parked&amp;reason=VK.FLOOD').and.include('3 продавца');
    expect(text).to.include('href="/admin/logs?service=vk&amp;code=9"');
    expect(text).to.include('href="/admin/jobs?status=failed"');
    expect(text).to.not.include('/schedules/');
  });

  it('stands although Temporal does not answer, says so first, and names a runbook for each trouble', async () => {
    const { app, services } = buildTestSite();
    services.systemHealth.health = SICK_HEALTH;
    const answer = await (await loggedIn(app, SYSTEM)).get('/admin/health');
    const text = plain(answer.text);
    expect(answer.status).to.equal(200);
    expect(text.indexOf('Temporal не отвечает')).to.be.lessThan(text.indexOf('Кончается место на диске'));
    expect(text).to.include('docs/operations/runbook.md#systemtemporal_down');
    expect(text).to.include('Temporal не ответил, что в очередях, неизвестно');
    expect(text).to.include('свободно 12 МБ из 100 ГБ').and.include('12 мин');
    expect(text).to.include('Удалено').and.include('Опаздывает').and.include('На паузе');
    // Nothing can be done to what is not there.
    expect(text).to.include('schedules/health/trigger').and.not.include('schedules/tokens/');
  });

  it('says in a line on top of the other pages what is worst', async () => {
    const { app, services } = buildTestSite();
    const operator = await loggedIn(app, OPERATOR);
    expect((await operator.get('/admin/jobs')).text).to.not.include('need-banner');
    services.systemHealth.health = SICK_HEALTH;
    const { text } = await operator.get('/admin/jobs');
    expect(text).to.include('Temporal не отвечает. И ещё 7').and.include('Открыть состояние');
    expect((await operator.get('/admin/health')).text).to.not.include('need-banner');
  });

  it('pauses what stops nobody with one press, and asks before everybody is stopped', async () => {
    const { app, services } = buildTestSite();
    const system = await loggedIn(app, SYSTEM);
    const { text } = await system.get('/admin/health/schedules/dispatch/pause');
    expect(plain(text)).to.include('Обмены 1 023 продавцов остановятся');
    const other = await system.get('/admin/health/schedules/prune/pause');
    expect([other.status, other.headers['location']]).to.deep.equal([303, '/admin/health']);
    for (const path of ['dispatch/pause', 'dispatch/resume', 'prune/pause', 'prune/trigger']) {
      const answer = await system.post(`/admin/health/schedules/${path}`);
      expect([answer.status, answer.headers['location']], path).to.deep.equal([303, '/admin/health']);
    }
    expect(services.systemHealth.done).to.deep.equal([
      'pause dispatch',
      'resume dispatch',
      'pause prune',
      'trigger prune',
    ]);
    expect(plain((await system.get('/admin/health')).text)).to.include('«Уборка»: запущено вне очереди');
  });

  it('says why a switch did nothing', async () => {
    const { app, services } = buildTestSite();
    const system = await loggedIn(app, SYSTEM);
    services.systemHealth.failure = new AppError('unavailable', 'TEMPORAL.DOWN');
    await system.post('/admin/health/schedules/health/pause');
    expect((await system.get('/admin/health')).text).to.include('Код TEMPORAL.DOWN');
    for (const id of ['nonsense', '<script>', 'x'.repeat(300)])
      expect((await system.post(`/admin/health/schedules/${encodeURIComponent(id)}/pause`)).status).to.equal(404);
  });

  it('leaves the switches to those who may use them', async () => {
    const { app, services } = buildTestSite();
    const operator = await loggedIn(app, OPERATOR);
    for (const action of ['pause', 'resume', 'trigger'])
      expect((await operator.post(`/admin/health/schedules/dispatch/${action}`)).status, action).to.equal(403);
    expect((await operator.get('/admin/health/schedules/dispatch/pause')).status).to.equal(403);
    expect(services.systemHealth.done).to.deep.equal([]);
  });

  it('tells merchants that the clock stands, and only those whom it would start', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const line = 'Обмен по расписанию сейчас приостановлен оператором';
    for (const path of ['/overview', '/sync']) expect((await merchant.get(path)).text).to.not.include(line);
    services.notices.clock = 'paused';
    for (const path of ['/overview', '/sync']) expect((await merchant.get(path)).text, path).to.include(line);
    expect((await merchant.get('/sync')).text).to.not.include('Следующий обмен');
    services.notices.clock = 'late';
    expect((await merchant.get('/overview')).text).to.include('сейчас запаздывают');
    services.sync.own = { ...services.sync.own, pausedAt: NOW };
    expect((await merchant.get('/overview')).text).to.not.include('сейчас запаздывают');
  });
});
