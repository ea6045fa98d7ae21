import { expect } from 'chai';
import type { UserId } from '../../src/domain/brand.js';
import { NBSP } from '../../src/domain/text/format-number.js';
import type { SyncOverview } from '../../src/services/web-services.js';
import { communityId } from '../../src/web/connections/connect.schema.js';
import { diffLines } from '../../src/web/history/field-values.js';
import { localPath } from '../../src/web/local-path.js';
import { overviewPage } from '../../src/web/overview/overview.page.js';
import { pagerOf } from '../../src/web/render/pager.js';
import { needsOf } from '../../src/web/sync/needs.page.js';
import { progressModel } from '../../src/web/sync/progress.page.js';
import { leftText, spanText, waitText } from '../../src/web/texts/durations.js';
import { momentOf } from '../../src/web/texts/moments.js';
import { NOW, minutesAgo } from '../support/fake-connections.js';
import { buildJob, runningJob } from '../support/fake-jobs.js';
import type { FakeServices } from '../support/fake-services.js';
import { createFakeServices } from '../support/fake-services.js';

const overviewOf = (services: FakeServices): Promise<SyncOverview> => services.sync.overview(1 as UserId);
const overviewModel = async (services: FakeServices) =>
  overviewPage({ sync: await overviewOf(services), setup: services.overview.facts, now: NOW }).model;

describe('moments', () => {
  const rows: readonly (readonly [string, Date, string])[] = [
    ['now', NOW, 'только что'],
    ['3 minutes ago', minutesAgo(3), `3${NBSP}мин назад`],
    ['in 12 minutes', minutesAgo(-12), `через 12${NBSP}мин`],
    ['an hour ago', minutesAgo(60), 'сегодня, 13:30'],
    ['this morning', new Date('2026-11-21T02:05:00Z'), 'сегодня, 05:05'],
    ['yesterday late', new Date('2026-11-20T20:59:00Z'), '20 ноября, 23:59'],
    ['today in Moscow, yesterday in UTC', new Date('2026-11-20T21:01:00Z'), 'сегодня, 00:01'],
    ['last year', new Date('2025-03-08T09:00:00Z'), '8 марта 2025, 12:00'],
  ];
  for (const [name, date, text] of rows) {
    it(`say ${name} as «${text}»`, () => expect(momentOf(date, NOW).text).to.equal(text));
  }
});

describe('durations', () => {
  it('are rounded as people do', () => {
    expect(waitText(1)).to.equal('минуту');
    expect(waitText(61)).to.equal(`2${NBSP}минуты`);
    expect(waitText(7200)).to.equal(`2${NBSP}часа`);
    expect(spanText(59_600)).to.equal(`1${NBSP}мин`);
    expect(spanText(65_000)).to.equal(`1${NBSP}мин${NBSP}5${NBSP}с`);
    expect(spanText(4_800_000)).to.equal(`1${NBSP}ч${NBSP}20${NBSP}мин`);
    expect(leftText(20)).to.equal('осталось меньше минуты');
    expect(leftText(118)).to.equal(`осталось около 2${NBSP}мин`);
  });
});

describe('community', () => {
  const good = [
    '123',
    'club123',
    'public123',
    'https://vk.com/club123',
    'http://m.vk.com/public123/',
    'vk.ru/club123?w=1',
    ' -123 ',
    'VK.com/Club123',
  ];
  for (const text of good) it(`reads ${text}`, () => expect(communityId(text)).to.equal(123));
  for (const text of [
    '',
    '0',
    'club',
    'my_shop',
    'https://vk.com/my_shop',
    'https://evil.example/club123',
    '1234567890123',
    '12 3',
  ]) {
    it(`does not guess ${JSON.stringify(text)}`, () => expect(communityId(text)).to.equal(null));
  }
});

describe('local path', () => {
  it('keeps query and anchor of our own pages', () => {
    expect(localPath('/catalog/stores?state=in_vk#store-1', '/')).to.equal('/catalog/stores?state=in_vk#store-1');
  });
  for (const evil of [
    '//x.example',
    '/\\x.example',
    'https://x.example',
    '/\n/x.example',
    '/a/..//x.example',
    '',
    null,
    ['/a'],
  ]) {
    it(`refuses ${JSON.stringify(evil)}`, () => expect(localPath(evil, '/home')).to.equal('/home'));
  }
});

describe('overview', () => {
  const headline = async (change: (services: FakeServices) => void): Promise<string> => {
    const services = createFakeServices();
    change(services);
    return (await overviewModel(services)).headline.text;
  };
  const own = (services: FakeServices, over: Partial<FakeServices['sync']['own']>): void => {
    services.sync.own = { ...services.sync.own, ...over };
  };

  it('says in one line whether everything is all right', async () => {
    expect(await headline(() => undefined)).to.equal('Всё в порядке');
    expect(await headline(s => own(s, { current: runningJob() }))).to.equal('Идёт обмен');
    expect(await headline(s => own(s, { pausedAt: NOW }))).to.equal('Обмен на паузе');
    expect(await headline(s => own(s, { isEnabled: false }))).to.equal('Обмен выключен');
    expect(await headline(s => own(s, { last: buildJob({ status: 'failed' }) }))).to.equal('Нужна ваша помощь');
    expect(await headline(s => own(s, { last: buildJob({ status: 'parked' }) }))).to.equal(
      'Обмен отложен, продолжим сами',
    );
    expect(await headline(s => own(s, { last: buildJob({ status: 'awaiting_approval' }) }))).to.equal(
      'Обмен ждёт вашего ответа',
    );
    expect(
      await headline(s => {
        own(s, { confirmedAt: null });
        s.overview.facts = { ...s.overview.facts, pilotSkippedAt: NOW };
      }),
    ).to.equal('Остался один шаг');
  });

  it('names a trouble once, the worst first', async () => {
    const services = createFakeServices();
    services.connections.connected.vk = { ...services.connections.connected.vk!, problemCode: 'VK.TOKEN_REVOKED' };
    own(services, {
      pausedAt: NOW,
      last: buildJob({ status: 'failed', reason: { code: 'VK.TOKEN_REVOKED', params: {} } }),
    });
    const needs = needsOf(await overviewOf(services));
    expect(needs.map(need => need.text)).to.deep.equal(['ВКонтакте не принял ключ', 'Обмен на паузе']);
    expect(needs[0]?.action?.href).to.equal('/vk');
  });
});

describe('progress', () => {
  it('knows a run that cannot count yet', () => {
    const model = progressModel(
      { current: runningJob({ phase: 'till', progress: { done: 0, total: 0, secondsLeft: null } }), last: null },
      NOW,
    );
    expect(model).to.include({ isActive: true, title: 'Читаем товары с кассы', steps: '', total: 0 });
  });
  it('never shows more done than there is', () => {
    const model = progressModel(
      { current: runningJob({ progress: { done: 9, total: 7, secondsLeft: null } }), last: null },
      NOW,
    );
    expect(model.done).to.equal(7);
  });
  it('shows a waiting job as waiting', () => {
    expect(
      progressModel({ current: runningJob({ status: 'pending', phase: 'queued' }), last: null }, NOW).title,
    ).to.equal('Ждём своей очереди');
  });
});

describe('diff', () => {
  it('prints each field in its own way', () => {
    const lines = diffLines(
      ['price', 'stock', 'name', 'album', 'unheard'],
      { price: 10_000, stock: 5, name: 'А', album: null },
      { price: 5000, stock: null, name: 'я'.repeat(200), album: 'Чай', unheard: { a: 1 } },
    );
    expect(lines.map(({ label, before, after, change }) => [label, before, after, change])).to.deep.equal([
      ['Цена', `100${NBSP}₽`, `50${NBSP}₽`, `−50${NBSP}%`],
      ['Остаток', `5${NBSP}шт`, '—', ''],
      ['Название', 'А', `${'я'.repeat(160)}…`, ''],
      ['Подборка', '—', 'Чай', ''],
      ['unheard', '—', 'изменено', ''],
    ]);
  });
});

describe('pager', () => {
  const hrefOf = (page: number): string => `?page=${page}`;
  it('is not there for one page', () => expect(pagerOf({ page: 1, pageSize: 50, total: 50 }, hrefOf)).to.equal(null));
  it('counts, and has ends', () => {
    expect(pagerOf({ page: 3, pageSize: 50, total: 120 }, hrefOf)).to.deep.equal({
      range: '101–120 из 120',
      previous: '?page=2',
      next: null,
    });
    expect(pagerOf({ page: 99, pageSize: 50, total: 120 }, hrefOf)?.range).to.equal('101–120 из 120');
  });
});
