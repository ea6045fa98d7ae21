import { expect } from 'chai';
import { REASONS } from '../../src/domain/listing/reasons.js';
import type { PriceExplanation } from '../../src/domain/listing/explain-listing.js';
import { kopecks } from '../../src/domain/money.js';
import { DEFAULT_PRICE_RULE, type PriceRule } from '../../src/domain/settings.js';
import { NBSP } from '../../src/domain/text/format-number.js';
import type { ProductView } from '../../src/services/products/product-contracts.js';
import { nothingSent } from '../../src/web/sync/job-words.js';
import { operationLine } from '../../src/web/history/operation-line.js';
import { diffLines } from '../../src/web/history/field-values.js';
import { runRows } from '../../src/web/history/run-columns.js';
import { priceText, ruleLines } from '../../src/web/products/field-rules.js';
import { productReason } from '../../src/web/products/product-reason.js';
import { changeTexts } from '../../src/web/products/timeline.page.js';
import { MESSAGES } from '../../src/web/texts/messages.js';
import { createFakeServices } from '../support/fake-services.js';
import { buildJob, OPERATIONS } from '../support/fake-jobs.js';

const USER = 1 as never;
const viewOf = (id: string): Promise<ProductView> => createFakeServices().products.view(USER, id);
const plain = (text: string): string => text.replaceAll(NBSP, ' ');

describe('the line of a price', () => {
  const of = (rule: Partial<PriceRule>, over: Partial<Extract<PriceExplanation, { from: 'till' }>> = {}): string =>
    plain(
      priceText({
        from: 'till',
        tillPrice: kopecks(35_000),
        rule: { ...DEFAULT_PRICE_RULE, ...rule },
        isGroupRule: false,
        perUnit: '',
        isAtFloor: false,
        isRounded: false,
        price: kopecks(38_500),
        ...over,
      }),
    );

  it('reads as a sum', () => {
    expect(of({ multiplier: '1.1' })).to.equal('350 ₽ × 1,1 → 385 ₽');
    expect(of({ multiplier: '1.1000', addend: kopecks(1000) })).to.equal('350 ₽ × 1,1 + 10 ₽ → 385 ₽');
    expect(of({ addend: kopecks(-550) })).to.equal('350 ₽ − 5,50 ₽ → 385 ₽');
    expect(of({}, { price: kopecks(35_000) })).to.equal('350 ₽, как на кассе');
    expect(of({ rounding: '5' }, { isRounded: true })).to.equal('350 ₽ → 385 ₽, округлено до 5 ₽');
    expect(of({ floorMarginPercent: 20 }, { isAtFloor: true })).to.include('не ниже себестоимости с наценкой 20 %');
    expect(of({}, { perUnit: 'цена за 100 г.', isGroupRule: true })).to.equal(
      '350 ₽ → 385 ₽, цена за 100 г, правило группы',
    );
  });

  it('says an own price, and that there is none', () => {
    const own = { from: 'own', price: kopecks(9900) } as const;
    expect(plain(priceText({ ...own, tillPrice: null }))).to.equal('своя цена 99 ₽');
    expect(plain(priceText({ ...own, tillPrice: kopecks(100) }))).to.equal('своя цена 99 ₽, на кассе 1 ₽');
    expect(priceText({ from: 'none' })).to.equal('на кассе нет цены');
  });
});

describe('the lines between the cards', () => {
  it('say of a locked field that it is kept by hand, and nothing else', async () => {
    const view = await viewOf('product-1');
    const lines = ruleLines({ ...view, locks: ['price'] });
    expect(lines.find(({ field }) => field === 'price')).to.include({ text: 'вести вручную в VK', note: '' });
    expect(lines.filter(({ isLocked }) => isLocked)).to.have.length(1);
    expect(ruleLines({ ...view, explanation: null })).to.deep.equal([]);
  });

  it('say what is changed by the next run and what somebody changed in VK', async () => {
    const view = await viewOf('product-1');
    const inShop = { ...view.inShop!, pending: ['price' as const], drifted: ['name' as const] };
    const notes = Object.fromEntries(ruleLines({ ...view, inShop }).map(({ field, note }) => [field, note]));
    expect(notes).to.include({ price: 'изменится при следующем обмене', name: 'изменено в VK', album: '' });
  });
});

describe('«Почему нет в VK?»', () => {
  it('has a card for every code, and at most one thing to press', async () => {
    const view = await viewOf('product-1');
    for (const code of [...Object.keys(REASONS), ...Object.keys(MESSAGES)]) {
      const found = productReason({ ...view, answer: { published: false, code, params: {} } });
      expect(found?.card.what, code).to.match(/^[^{}]{4,}/u);
      expect(found?.card, code).not.to.have.property('action');
    }
    expect(productReason({ ...view, answer: { published: true, code: null, params: {} } })).to.equal(null);
    const title = (published: boolean, wanted: ProductView['wanted']) =>
      productReason({ ...view, wanted, answer: { published, code: 'GONE_FROM_TILL', params: {} } })?.title;
    expect(title(true, null)).to.equal('Почему исчезнет из VK');
    expect(title(true, view.wanted)).to.equal('Что ещё мешает');
    expect(title(false, null)).to.equal('Почему нет в VK?');
  });

  it('leads to what would help', async () => {
    const view = await viewOf('product-1');
    const remedy = (code: string, over: Partial<ProductView> = {}) =>
      productReason({ ...view, ...over, answer: { published: false, code, params: {} } })?.remedy ?? null;
    expect(remedy('RESTRICTED_WORD', { canAllow: true })).to.include({ kind: 'form', label: 'Это не такой товар…' });
    expect(remedy('RESTRICTED_TYPE')).to.equal(null);
    expect(remedy('GONE_FROM_TILL')).to.equal(null);
    expect(remedy('NO_PRICE')).to.include({ href: '#price' });
    expect(remedy('NO_PRICE', { key: null }), 'nothing to set yet').to.equal(null);
    expect(remedy('LIMIT.ITEMS')).to.include({ kind: 'form', action: '/catalog/products/product-1/pin' });
    expect(remedy('LIMIT.ITEMS', { own: { ...view.own, isPinned: true } })).to.equal(null);
    expect(remedy('ADOPTION.OFFERED')).to.include({ kind: 'link', href: '/sync/offers' });
    expect(remedy('LINK.DETACHED')).to.include({ action: '/catalog/bring-back' });
    const out = (level: 'store' | 'group' | 'product', because: 'excluded' | 'not_on_white_list') =>
      remedy('NOT_SELECTED', { effective: { selected: false, reason: { level, because, name: 'x' } } });
    expect(out('store', 'excluded')).to.include({ href: '/catalog/stores' });
    expect(out('group', 'excluded')).to.include({ href: '/catalog/stores/store-1/groups' });
    expect(out('product', 'excluded')).to.include({ label: 'Убрать правило' });
    expect(out('product', 'not_on_white_list')).to.include({ label: 'Включить этот товар' });
  });
});

describe('what the merchant set, in words', () => {
  const of = (action: string, before: object | null, after: object | null) =>
    changeTexts({
      kind: 'change',
      at: new Date(0),
      action,
      before: before as Record<string, unknown> | null,
      after: after as Record<string, unknown> | null,
    }).map(plain);

  it('tells each part of a change', () => {
    expect(of('listing.own', { priceKopecks: 100, name: 'а' }, { priceKopecks: 200, name: null })).to.deep.equal([
      'Своя цена: 1 ₽ → 2 ₽',
      'Своё название убрано',
    ]);
    expect(of('listing.own', { priceKopecks: null }, { priceKopecks: 200 })).to.deep.equal(['Своя цена: 2 ₽']);
    expect(of('listing.own', {}, { priceKopecks: null, description: null, isPinned: false })).to.deep.equal([
      'Своя цена убрана',
      'Своё описание убрано',
      'Товар откреплён',
    ]);
    expect(of('listing.lock', { photo: true }, { photo: false })).to.deep.equal(['Фотография: снова ведёт EvoSync']);
    expect(of('listing.photo', null, { photo: false })).to.deep.equal(['Своё фото убрано']);
    expect(of('listing.drift', null, { field: 'name', choice: 'overwrite' })[0]).to.include('вернём');
    expect(of('rule.change', { mode: 'include' }, { mode: null })).to.deep.equal(['Правило отбора убрано']);
    expect(of('listing.something_new', null, null)).to.deep.equal(['Настройки товара изменились']);
  });
});

describe('an operation in the history', () => {
  const [update] = OPERATIONS;

  it('tells a changed till from a changed rule', () => {
    const note = (before: object, after: object) =>
      plain(operationLine({ ...update!, before: { ...before }, after: { ...after } }).tillNote);
    expect(note({ price: 1, tillPrice: 35_000 }, { price: 2, tillPrice: 38_500 })).to.equal('На кассе: 350 ₽ → 385 ₽');
    expect(note({ price: 1, tillPrice: 35_000 }, { price: 2, tillPrice: 35_000 })).to.equal('');
    expect(note({ price: 1 }, { price: 2, tillPrice: 35_000 })).to.equal('');
  });

  it('finds a category and what stood in VK by hand', () => {
    expect(diffLines(['category'], { categoryId: 1 }, { categoryId: 2 })[0]).to.include({ before: '1', after: '2' });
    expect(diffLines(['name'], { name: 'Наше', inVk: { name: 'Чужое' } }, { name: 'Наше' })[0]).to.include({
      before: 'Чужое',
      after: 'Наше',
    });
  });

  it('is a line for each field in a file', () => {
    expect(runRows(update!).map(({ field }) => field)).to.deep.equal(['price']);
    expect(runRows({ ...update!, kind: 'create' }).map(({ field }) => field)).to.deep.equal(['price', 'album']);
    expect(runRows({ ...update!, kind: 'hide', fields: [] }).map(({ field }) => field)).to.deep.equal([null]);
  });
});

describe('a run that sent nothing', () => {
  it('says that nothing had changed only where that is so', () => {
    expect(nothingSent(buildJob({ status: 'unchanged' }))).to.include('ничего не изменилось');
    expect(plain(nothingSent(buildJob({ status: 'unchanged', risky: 1 })))).to.include('1 изменение ждёт');
    expect(plain(nothingSent(buildJob({ status: 'unchanged', risky: 3 })))).to.include('3 изменения ждут');
    expect(nothingSent(buildJob({ status: 'failed' }))).to.equal('В VK ничего не отправляли.');
  });
});
