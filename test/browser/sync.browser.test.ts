import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { NBSP } from '../../src/domain/text/format-number.js';
import { minutesAgo } from '../support/fake-connections.js';
import { runningJob } from '../support/fake-jobs.js';
import { withPreview } from '../support/fake-preview.js';
import type { FakeServices } from '../support/fake-services.js';
import { createFakeServices } from '../support/fake-services.js';
import { openBrowser, watchedTab, type WatchedTab } from '../support/open-browser.js';
import { buildTestSite, listen } from '../support/test-site.js';

describe('the exchange in a browser', () => {
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  const visit = async (
    act: (tab: WatchedTab, services: FakeServices) => Promise<void>,
    options: { javaScriptEnabled?: boolean; prepare?: (services: FakeServices) => void } = {},
  ): Promise<void> => {
    const services = createFakeServices();
    options.prepare?.(services);
    const { app } = buildTestSite({}, services);
    const { url, close } = await listen(app);
    const tab = await watchedTab(browser, url, { javaScriptEnabled: options.javaScriptEnabled ?? true });
    try {
      await tab.logIn();
      await act(tab, services);
      expect(tab.complaints).to.deep.equal([]);
    } finally {
      await tab.context.close();
      await close();
    }
  };

  it('shows what settings make of own goods while they are typed, and keeps nothing', () =>
    visit(async (tab, services) => {
      const { page } = tab;
      await tab.open('/sync');
      const effect = page.locator('#try-effect');
      expect(await effect.textContent()).to.equal('Пока ничего не изменено.');
      await page.getByLabel('Множитель цены').fill('1,1');
      await page.locator('#try-effect', { hasText: '180' }).waitFor();
      expect(await effect.textContent()).to.equal(`Изменится цена у 180${NBSP}товаров.`);
      expect(await page.locator('#try-result').textContent()).to.include(`13${NBSP}585${NBSP}₽`);
      // The bar stays in sight on a phone, and so does the field that is typed in.
      expect(await effect.isVisible()).to.equal(true);
      await page.getByLabel('Множитель цены').fill('много');
      await page.locator('#try-effect', { hasText: 'Множитель' }).waitFor();
      expect(await page.locator('#try-result a').getAttribute('href')).to.equal('#price_multiplier');
      await page.getByLabel('Множитель цены').fill('2');
      await page.locator('label[for=stock_mode-exact]').click();
      await page.locator('#try-result', { hasText: 'сейчас в наличии' }).waitFor();
      expect(services.sync.saved).to.deep.equal([]);
      await page.locator('label[for=stock_mode-fixed]').click();
      await page.getByRole('button', { name: 'Сохранить' }).click();
      await page.getByText('Настройки сохранены').waitFor();
      expect(services.sync.saved[0]).to.include({ price_multiplier: '2', stock_mode: 'fixed' });
    }));

  it('shows it without scripts by a button', () =>
    visit(
      async (tab, services) => {
        const { page } = tab;
        await tab.open('/sync');
        await page.getByLabel('Прибавить к цене').fill('100');
        await page.getByRole('button', { name: 'Показать на моих товарах' }).click();
        expect(await page.locator('#try-result').textContent()).to.include(`12${NBSP}450${NBSP}₽`);
        expect(await page.getByLabel('Прибавить к цене').inputValue()).to.equal('100');
        expect(services.sync.saved).to.deep.equal([]);
      },
      { javaScriptEnabled: false },
    ));

  it('shows the run with the day’s number, survives a reload, and is stopped', () =>
    visit(
      async (tab, services) => {
        const { page } = tab;
        await tab.open('/sync');
        expect(await page.locator('.quota').textContent()).to.include('примет ещё 40');
        await page.reload();
        expect(await page.locator('#progress').textContent()).to.include('184 из 420');
        services.sync.own = {
          ...services.sync.own,
          current: runningJob({ progress: { done: 300, total: 420, secondsLeft: 60 } }),
        };
        await page.getByText('300 из 420').waitFor();
        expect(await page.getByRole('button', { name: 'Остановить обмен' }).isVisible()).to.equal(true);
        services.sync.own = { ...services.sync.own, current: null };
        await page.getByRole('heading', { name: 'Последний обмен' }).waitFor();
        expect(await page.getByRole('button', { name: 'Остановить обмен' }).count()).to.equal(0);
        expect(await page.getByRole('button', { name: 'Обменять сейчас' }).isVisible()).to.equal(true);
      },
      {
        prepare(services) {
          services.sync.own = { ...services.sync.own, current: runningJob() };
          services.preview.shopQuota = {
            perDay: 200,
            added: 160,
            left: 40,
            waiting: 120,
            freesAt: minutesAgo(-580),
            isLearnt: true,
          };
        },
      },
    ));

  for (const javaScriptEnabled of [true, false]) {
    it(`goes from the preview to the chosen part of it ${javaScriptEnabled ? 'with' : 'without'} scripts`, () =>
      visit(
        async (tab, services) => {
          const { page } = tab;
          await tab.open('/sync');
          await page.getByRole('link', { name: 'Посмотреть, что изменится' }).click();
          await page.locator('label[for=operation-103]').click();
          await page.getByRole('button', { name: 'Применить отмеченное' }).click();
          await page.waitForURL('**/sync/runs/319');
          expect(services.preview.applied[0]?.choice).to.deep.equal({ operationIds: [103] });
        },
        { javaScriptEnabled, prepare: services => withPreview(services.sync) },
      ));
  }
});
