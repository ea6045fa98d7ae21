import { expect } from 'chai';
import type { ListingKey, UserId } from '../../src/domain/brand.js';
import { kopecks } from '../../src/domain/money.js';
import { NBSP } from '../../src/domain/text/format-number.js';
import type { ShopQuota, TrialEffect } from '../../src/services/sync/preview/preview-contracts.js';
import { buyerCard } from '../../src/web/sync/buyer-card.js';
import { progressActions } from '../../src/web/sync/progress-actions.js';
import { progressModel } from '../../src/web/sync/progress.page.js';
import { quotaModel } from '../../src/web/sync/quota.page.js';
import { tryModel } from '../../src/web/sync/settings-try.page.js';
import { startedText } from '../../src/web/sync/started-text.js';
import { confirmModel } from '../../src/web/sync/start-model.js';
import { NOW, minutesAgo } from '../support/fake-connections.js';
import { buildJob, runningJob } from '../support/fake-jobs.js';
import { createFakeServices } from '../support/fake-services.js';

const QUOTA: ShopQuota = { perDay: 200, added: 160, left: 40, waiting: 120, freesAt: minutesAgo(-580), isLearnt: true };

describe('what VK takes today', () => {
  it('is said with what waits and when it goes on', () => {
    const model = quotaModel(QUOTA, NOW);
    expect(model?.sentence).to.equal(`VK сегодня примет ещё 40${NBSP}новых товаров.`);
    expect(model?.rest).to.equal(`Ещё 120${NBSP}товаров подождут своей очереди`);
    expect(model?.resumeAt?.text).to.equal('22 ноября, 00:10');
    expect([model?.used, model?.perDay]).to.deep.equal([160, 200]);
  });

  it('is used up', () => {
    const model = quotaModel({ ...QUOTA, added: 200, left: 0 }, NOW);
    expect(model?.sentence).to.include('больше не принимает новых товаров: добавлено 200 из 200');
    expect(model?.rest).to.include('ждут');
  });

  it('is not spoken of where no number is known, and has no rest where nothing waits', () => {
    expect(quotaModel(null, NOW)).to.equal(null);
    expect(quotaModel({ ...QUOTA, waiting: 0 }, NOW)).to.include({ rest: '', resumeAt: null });
    expect(quotaModel({ ...QUOTA, freesAt: null, isLearnt: false }, NOW)?.source).to.include('задали вы');
  });
});

describe('the progress', () => {
  it('says the step, and speaks of the quota while it runs', () => {
    const model = progressModel({ current: runningJob(), last: null }, NOW, QUOTA);
    expect(model.step).to.equal('Шаг 5 из 5');
    expect(model.quota).not.to.equal(null);
    expect(progressModel({ current: runningJob({ kind: 'preview', phase: 'shop' }), last: null }, NOW).step).to.equal(
      'Шаг 3 из 4',
    );
    expect(progressModel({ current: runningJob({ kind: 'undo' }), last: null }, NOW).step).to.equal('');
    expect(progressModel({ current: runningJob({ status: 'pending' }), last: null }, NOW).step).to.equal('');
  });

  it('of a run that is over speaks of the quota only when something waits', () => {
    const last = buildJob({ status: 'parked', resumeAt: minutesAgo(-580) });
    expect(progressModel({ current: null, last }, NOW, QUOTA).quota).not.to.equal(null);
    expect(progressModel({ current: null, last }, NOW, { ...QUOTA, waiting: 0 }).quota).to.equal(null);
  });

  it('can be stopped, and paused where the clock would start it again', async () => {
    const { sync } = createFakeServices();
    const own = await sync.overview(1 as UserId);
    expect(progressActions(own)).to.equal(null);
    expect(progressActions({ ...own, current: runningJob() })).to.deep.equal({
      cancelHref: '/sync/runs/319/cancel',
      canPause: true,
    });
    for (const over of [{ pausedAt: NOW }, { confirmedAt: null }, { isEnabled: false }])
      expect(progressActions({ ...own, ...over, current: runningJob() })?.canPause).to.equal(false);
    expect(progressActions({ ...own, current: runningJob({ kind: 'pilot' }) })?.canPause).to.equal(false);
  });
});

describe('the first start', () => {
  it('is ready when something would go to VK, and says what is missing', async () => {
    const { sync } = createFakeServices();
    const own = { ...(await sync.overview(1 as UserId)), confirmedAt: null };
    expect(confirmModel(own, true)).to.deep.equal({
      isReady: true,
      hint: `В VK отправится 398${NBSP}товаров. Дальше обмен пойдёт сам.`,
    });
    const nothing = { onTill: 0, selected: 0, inVk: 0, withReason: 0 };
    const rows: readonly (readonly [Partial<typeof own>, boolean, string])[] = [
      [{ isEnabled: false }, false, 'включите обмен'],
      [{ mustChooseMerge: true }, false, 'объединять'],
      [{ numbers: { ...nothing, onTill: 5 } }, false, 'не отобран'],
      [{ numbers: nothing }, true, 'Прочитаем кассу'],
    ];
    for (const [over, isReady, hint] of rows) {
      const model = confirmModel({ ...own, ...over }, true);
      expect(model.isReady, hint).to.equal(isReady);
      expect(model.hint).to.include(hint);
    }
    expect(confirmModel(own, false).isReady).to.equal(false);
  });
});

describe('tried settings', () => {
  const EFFECT: TrialEffect = {
    all: 398,
    looked: 398,
    price: 0,
    stock: 0,
    text: 0,
    album: 0,
    priceLost: 0,
    leave: 0,
    join: 0,
  };
  const FIXED = { now: 'fixed', tried: 'fixed' } as const;
  const texts = (over: Partial<TrialEffect> | null) => {
    const tried = over && { ...EFFECT, ...over };
    const { effect, more } = tryModel({ goods: [], effect: tried, stockMode: FIXED });
    return [effect, ...more];
  };

  it('are told with the most harmful first', () => {
    expect(texts({ price: 180, priceLost: 2, leave: 1, text: 21 })).to.deep.equal([
      `2${NBSP}товара окажутся без цены.`,
      `1${NBSP}товара не будет в VK.`,
      `Изменится цена у 180${NBSP}товаров.`,
      `Изменится текст у 21${NBSP}товара.`,
    ]);
    expect(texts({})).to.deep.equal(['Ни один товар в VK от этого не изменится.']);
    expect(texts(null)).to.deep.equal(['Пока ничего не изменено.']);
    expect(texts({ all: 0, looked: 0 })).to.deep.equal(['Пока нечего показать: ни один товар не отобран.']);
  });

  it('of a large catalogue are told as what they are: reckoned', () => {
    expect(texts({ all: 20_000, looked: 2000, price: 150 })).to.deep.equal([
      `Изменится цена у примерно 1${NBSP}500${NBSP}товаров.`,
      `Посчитано по каждому 10-му из 20${NBSP}000${NBSP}товаров.`,
    ]);
  });

  it('show till and VK side by side, and what stands there now where it differs', () => {
    const good = {
      key: 'k' as ListingKey,
      name: 'Чай',
      description: 'Чай чёрный.',
      price: kopecks(35_000),
      stock: 5,
      album: null,
    };
    const till = { name: 'ЧАЙ', price: kopecks(35_000), quantity: null, measureName: 'шт' };
    const { cards } = tryModel({
      goods: [
        { key: good.key, till, now: good, tried: { ...good, price: kopecks(38_500) }, reason: null },
        { key: good.key, till, now: good, tried: null, reason: { code: 'SERVICE_ROW', params: { word: 'чай' } } },
      ],
      effect: EFFECT,
      stockMode: { now: 'fixed', tried: 'exact' },
    });
    expect(cards[0]?.lines.map(({ label, till: onTill, vk, now }) => [label, onTill, vk, now])).to.deep.equal([
      ['Цена', `350${NBSP}₽ за шт`, `385${NBSP}₽`, `350${NBSP}₽`],
      ['Остаток', 'неизвестен', `5${NBSP}штук`, 'в наличии'],
      ['Название', '', 'Чай', ''],
      ['Описание', '', 'Чай чёрный.', ''],
    ]);
    expect(cards[1]?.reason).not.to.equal('');
    expect(cards[1]?.lines).to.deep.equal([]);
  });
});

describe('a buyer’s card', () => {
  const good = { name: 'Чай', description: 'я'.repeat(300), price: kopecks(35_050), stock: 3, photo: null };
  it('shows price, name and the start of the description', () => {
    const card = buyerCard(good);
    expect(card.price).to.equal(`350,50${NBSP}₽`);
    expect([...card.description]).to.have.length(181);
    expect(card.note).to.equal('');
    expect(buyerCard({ ...good, stock: 0 }).note).to.equal('Нет в наличии');
    expect(buyerCard({ ...good, description: '🍵 чай ' }).description).to.equal('🍵 чай');
  });
});

describe('a wish for a run', () => {
  it('is answered with what became of it', () => {
    expect((['started', 'joined', 'queued'] as const).map(outcome => startedText({ outcome }))).to.deep.equal([
      'Обмен начался.',
      'Обмен уже начался: ваши изменения попадут в него.',
      'Обмен уже идёт. Следующий начнётся сразу после него.',
    ]);
  });
});
