import { expect } from 'chai';
import type { JobId } from '../../src/domain/brand.js';
import { waitingJob } from '../support/fake-approvals.js';
import { minutesAgo } from '../support/fake-connections.js';
import { RISKY_OPERATIONS, buildJob, runningJob } from '../support/fake-jobs.js';
import { createFakeServices, makeAsking } from '../support/fake-services.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const RUN = '/sync/runs/320';

async function asked() {
  const services = makeAsking(createFakeServices());
  const { app } = buildTestSite({}, services);
  return { services, merchant: await loggedIn(app) };
}

describe('a waiting job', () => {
  it('says why it waits, shows old and new, and ticks nothing a brake held', async () => {
    const { merchant } = await asked();
    const { text } = await merchant.get(RUN);
    expect(text).to.include('Из VK исчезнет сразу много товаров').and.include('Нужен ответ');
    expect(text).to.include('Исчезнут из VK: 4').and.include('Изменятся: 1');
    expect(text).to.include('5\u00a0400\u00a0₽').and.include('540\u00a0₽').and.include('−90\u00a0%');
    expect(text.match(/name="operation"/gu)).to.have.length(5);
    expect(text).not.to.match(/name="operation"[^>]* checked/u);
    expect(text).to.include('Отправлено без вопросов').and.include('Бай Му Дань');
  });

  it('ticks all or none by a plain link', async () => {
    const { merchant } = await asked();
    expect((await merchant.get(RUN)).text).to.include(`href="${RUN}?pick=all#approval"`);
    const all = (await merchant.get(`${RUN}?pick=all`)).text;
    expect(all.match(/name="operation"[^>]* checked/gu)).to.have.length(5);
    expect((await merchant.get(`${RUN}?pick=none`)).text).not.to.match(/name="operation"[^>]* checked/u);
  });

  it('ticks what is harmless when the merchant is asked before every run', async () => {
    const { services, merchant } = await asked();
    services.sync.operations = RISKY_OPERATIONS.map(operation => ({ ...operation, brakeCode: null }));
    const ticked = (await merchant.get(RUN)).text.match(/id="operation-\d+"[^>]* checked/gu) ?? [];
    expect(ticked).to.have.length(1);
    expect(ticked[0]).to.include('operation-25');
  });

  it('shows a risky set of many pages on one', async () => {
    const { services, merchant } = await asked();
    services.sync.pageSize = 2;
    const { text } = await merchant.get(RUN);
    expect(text.match(/name="operation"/gu)).to.have.length(5);
    expect(text).to.include('Применить все 5').and.not.include('Здесь первые');
  });

  it('says how much of an endless list it shows', async () => {
    const { services, merchant } = await asked();
    services.sync.pageSize = 100;
    services.sync.operations = Array.from({ length: 730 }, (_, index) => ({ ...RISKY_OPERATIONS[0]!, id: index + 1 }));
    const { text } = await merchant.get(RUN);
    expect(text.match(/name="operation"/gu)).to.have.length(500);
    expect(text).to.include('Здесь первые 500 из 730').and.include('Применить все 730');
  });

  it('is approved as a whole', async () => {
    const { services, merchant } = await asked();
    const answer = await merchant.post(`${RUN}/approve`, { choice: 'all' });
    expect(answer.headers['location']).to.equal('/sync/runs/400');
    expect((await merchant.get('/sync/runs/400')).text)
      .to.include('Отправляем то, что вы одобрили')
      .and.include('По вашему ответу на обмен № 320');
    expect(services.approvals.approved).to.deep.equal([{ jobId: 320, choice: 'all' }]);
  });

  it('is approved in part, one line or several', async () => {
    const { services, merchant } = await asked();
    await merchant.post(`${RUN}/approve`, { choice: 'ticked', operation: '21' });
    services.sync.jobList = [waitingJob(), ...services.sync.jobList.filter(({ id }) => id !== 320)];
    await merchant.post(`${RUN}/approve`, { choice: 'ticked', operation: ['21', '23', '21'] });
    expect(services.approvals.approved.map(({ choice }) => choice)).to.deep.equal([
      { operationIds: [21] },
      { operationIds: [21, 23] },
    ]);
  });

  it('asks to tick something', async () => {
    const { services, merchant } = await asked();
    expect((await merchant.post(`${RUN}/approve`, { choice: 'ticked' })).headers['location']).to.equal(RUN);
    expect((await merchant.get(RUN)).text)
      .to.include('Ничего не отмечено')
      .and.include('name="operation"');
    expect(services.approvals.approved).to.deep.equal([]);
  });

  it('refuses lines of another plan and sends nothing', async () => {
    const { services, merchant } = await asked();
    await merchant.post(`${RUN}/approve`, { choice: 'ticked', operation: ['21', '999'] });
    expect((await merchant.get(RUN)).text).to.include('Одного из отмеченных изменений больше нет');
    for (const fields of [{ choice: 'ticked', operation: '1e3' }, { choice: 'some' }, { operation: '21' }]) {
      expect((await merchant.post(`${RUN}/approve`, fields)).status).to.equal(422);
    }
    expect(services.approvals.approved).to.deep.equal([]);
  });

  it('is declined as a whole', async () => {
    const { merchant } = await asked();
    expect((await merchant.post(`${RUN}/decline`)).headers['location']).to.equal(RUN);
    const { text } = await merchant.get(RUN);
    expect(text).to.include('Эти товары в VK остались как есть').and.include('Вы отклонили изменения');
    expect(text).not.to.include('name="operation"');
  });

  it('answered twice or superseded says so', async () => {
    const { services, merchant } = await asked();
    await merchant.post(`${RUN}/approve`, { choice: 'all' });
    for (const act of ['approve', 'decline']) {
      expect((await merchant.post(`${RUN}/${act}`, { choice: 'all' })).headers['location']).to.equal(RUN);
      expect((await merchant.get(RUN)).text).to.include('Этот обмен уже не ждёт ответа');
    }
    services.sync.jobList = [
      waitingJob({ id: 321 as JobId, status: 'cancelled', reason: { code: 'SYNC.SUPERSEDED', params: {} } }),
    ];
    expect((await merchant.get('/sync/runs/321')).text).to.include('Ответ больше не нужен');
    expect(services.approvals.approved).to.have.length(1);
  });

  for (const act of ['approve', 'decline', 'cancel', 'undo']) {
    it(`of another merchant cannot be reached: ${act}`, async () => {
      const { services, merchant } = await asked();
      for (const id of ['999', 'abc', '0']) {
        const answer = await merchant.post(`/sync/runs/${id}/${act}`, { choice: 'all' });
        expect(answer.status, id).to.equal(404);
        expect(answer.text).to.include('Такого обмена нет');
      }
      expect(services.approvals.approved).to.deep.equal([]);
    });
  }
});

describe('a running job', () => {
  it('can be stopped from its page and from the exchange', async () => {
    const { services, merchant } = await asked();
    const job = runningJob();
    services.sync.jobList = [job];
    services.sync.own = { ...services.sync.own, current: job };
    for (const path of ['/sync', '/sync/runs/319'])
      expect((await merchant.get(path)).text).to.include('action="/sync/runs/319/cancel"');
    expect((await merchant.post('/sync/runs/319/cancel')).headers['location']).to.equal('/sync/runs/319');
    expect((await merchant.get('/sync/runs/319')).text)
      .to.include('Останавливаем')
      .and.include('Отменён');
    await merchant.post('/sync/runs/319/cancel');
    expect((await merchant.get('/sync/runs/319')).text).to.include('Обмен уже закончился');
  });
});

describe('the changes of a job', () => {
  it('are narrowed by outcome and by kind', async () => {
    const { merchant } = await asked();
    const failed = (await merchant.get('/sync/runs/318?state=failed')).text;
    expect(failed).to.include('Мёд гречишный').and.not.include('Пиала');
    expect(failed).to.include('<option value="failed" selected>');
    const hidden = (await merchant.get('/sync/runs/318?kind=hide&state=done')).text;
    expect(hidden).to.include('Пиала').and.not.include('Гайвань');
    const none = (await merchant.get('/sync/runs/318?kind=twin_delete')).text;
    expect(none).to.include('Таких изменений в этом обмене нет').and.include('href="/sync/runs/318">Показать все');
    expect((await merchant.get('/sync/runs/318?kind=xxx&state=yyy&page=-1')).status).to.equal(200);
  });

  it('tell what a brake held and what was declined', async () => {
    const { services, merchant } = await asked();
    services.sync.jobList = [buildJob()];
    services.sync.operations = [{ ...RISKY_OPERATIONS[0]!, state: 'skipped', decision: 'declined' }];
    const { text } = await merchant.get('/sync/runs/318');
    expect(text).to.include('Отклонено вами').and.include('Придержано: исчезло бы много товаров сразу');
  });
});

describe('undoing', () => {
  it('says what it will do, what not and why, and that the mode changes', async () => {
    const { merchant } = await asked();
    expect((await merchant.get('/sync/runs/318')).text).to.include('href="/sync/runs/318/undo"');
    const { text } = await merchant.get('/sync/runs/318/undo');
    expect(text).to.include('Отменим 3\u00a0изменения, ещё 2 не тронем');
    expect(text).to.include('Удалим из VK: 1').and.include('Вернём в витрину: 1');
    expect(text).to.include('После этого товар менялся ещё раз').and.include('Такое изменение не отменяется');
    expect(text).to.include('«спрашивать перед каждым обменом»');
  });

  it('is done once', async () => {
    const { merchant } = await asked();
    expect((await merchant.post('/sync/runs/318/undo')).headers['location']).to.equal('/sync/runs/400');
    expect((await merchant.get('/sync/runs/400')).text)
      .to.include('Теперь перед каждым обменом мы будем спрашивать вас')
      .and.include('Отменяет обмен № 318');
    const { text } = await merchant.get('/sync/runs/318');
    expect(text).to.include('Изменения отменены: откат № 400').and.not.include('href="/sync/runs/318/undo"');
    for (const again of [await merchant.post('/sync/runs/318/undo'), await merchant.get('/sync/runs/318/undo')])
      expect(again.headers['location']).to.equal('/sync/runs/318');
    expect((await merchant.get('/sync/runs/318')).text).to.include('Этот обмен уже отменён');
  });

  it('offers nothing when nothing can be taken back', async () => {
    const { services, merchant } = await asked();
    services.approvals.undoLines = services.approvals.undoLines.filter(({ does }) => does === null);
    const { text } = await merchant.get('/sync/runs/318/undo');
    expect(text).to.include('Возвращать нечего').and.not.include('Отменить изменения</button>');
  });

  it('is not there for jobs that run, failed, or are another merchant’s', async () => {
    const { services, merchant } = await asked();
    services.sync.jobList = [
      runningJob(),
      buildJob({ id: 5 as JobId, status: 'failed', finishedAt: minutesAgo(1) }),
      buildJob({ id: 6 as JobId, kind: 'preview' }),
    ];
    await merchant.get('/sync/runs/319/undo');
    expect((await merchant.get('/sync/runs/319')).text).to.include('Обмен ещё не закончился');
    await merchant.get('/sync/runs/5/undo');
    expect((await merchant.get('/sync/runs/5')).text).to.include('Этот обмен нельзя отменить');
    expect((await merchant.get('/sync/runs/6')).text).not.to.include('Отменить изменения');
    expect((await merchant.get('/sync/runs/999/undo')).status).to.equal(404);
  });
});
