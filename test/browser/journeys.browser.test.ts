import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { runningJob } from '../support/fake-jobs.js';
import type { FakeServices } from '../support/fake-services.js';
import type { WatchedTab } from '../support/open-browser.js';
import { openBrowser, watchedTab } from '../support/open-browser.js';
import { buildTestSite, listen } from '../support/test-site.js';

describe('the site in a browser', () => {
  let browser: Browser;
  let services: FakeServices;
  let url: string;
  let close: () => Promise<void>;
  let tab: WatchedTab | undefined;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  beforeEach(async () => {
    const site = buildTestSite();
    services = site.services;
    ({ url, close } = await listen(site.app));
  });
  afterEach(async () => {
    expect(tab?.complaints).to.deep.equal([]);
    await tab?.context.close();
    await close();
  });

  for (const javaScriptEnabled of [true, false]) {
    it(`switches a store ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      tab = await watchedTab(browser, url, { javaScriptEnabled });
      await tab.logIn();
      await tab.open('/catalog/stores');
      const control = tab.page.getByRole('switch', { name: 'Магазин «Склад»' });
      expect(await control.getAttribute('aria-checked')).to.equal('false');
      await control.click();
      await tab.page.getByText('Магазин «Склад» включён.').waitFor();
      expect(await control.getAttribute('aria-checked')).to.equal('true');
    });

    it(`writes a rule from the menu ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      tab = await watchedTab(browser, url, { javaScriptEnabled });
      await tab.logIn();
      await tab.open('/catalog/stores/store-1/products?group_id=white');
      await tab.page.locator('#product-product-1 summary').click();
      await tab.page.getByRole('button', { name: 'Исключить из синхронизации' }).first().click();
      await tab.page.getByText('Правило сохранено: исключено.').waitFor();
      expect(services.catalogue.rules.at(-1)).to.include({ entityId: 'product-1', mode: 'exclude' });
    });

    it(`asks before a switch opens other goods, and hears keys, ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      services.catalogue.rules = [{ entityType: 'group', entityId: 'tea', entityName: 'Чай', mode: 'include' }];
      tab = await watchedTab(browser, url, { javaScriptEnabled });
      await tab.logIn();
      await tab.open('/catalog/stores/store-1/groups');
      const control = tab.page.getByRole('switch', { name: 'Группа «Чай»' });
      await control.click();
      await tab.page.getByRole('link', { name: 'Не менять' }).press('Enter');
      expect(await control.getAttribute('aria-checked')).to.equal('true');
      await control.click();
      await tab.page.getByRole('button', { name: 'Остановить обмен' }).press('Enter');
      await tab.page.getByText('Группа «Чай» выключена.').waitFor();
      expect(services.sync.own.isEnabled).to.equal(false);
    });

    it(`opens the menu of a phone ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      tab = await watchedTab(browser, url, { javaScriptEnabled });
      await tab.logIn();
      await tab.page.getByText('Меню', { exact: true }).click();
      await tab.page.getByRole('link', { name: 'История' }).click();
      await tab.page.waitForURL('**/sync/runs');
      expect(await tab.page.title()).to.equal('История · EvoSync');
    });
  }

  it('shows progress moving by itself, and the end', async () => {
    services.sync.own = { ...services.sync.own, current: runningJob() };
    tab = await watchedTab(browser, url);
    await tab.logIn();
    await tab.open('/sync');
    await tab.page.getByText('184 из 420').waitFor();
    services.sync.own = {
      ...services.sync.own,
      current: runningJob({ progress: { done: 300, total: 420, secondsLeft: 40 } }),
    };
    await tab.page.getByText('300 из 420').waitFor({ timeout: 5000 });
    services.sync.own = { ...services.sync.own, current: null };
    await tab.page.getByRole('heading', { name: 'Последний обмен' }).waitFor({ timeout: 5000 });
    expect(await tab.page.locator('progress').count()).to.equal(0);
    expect(await tab.page.locator('#progress-said').textContent()).to.match(/^Последний обмен\s?Готово$/u);
  });

  it('follows progress without scripts', async () => {
    services.sync.own = { ...services.sync.own, current: runningJob() };
    tab = await watchedTab(browser, url, { javaScriptEnabled: false });
    await tab.logIn();
    await tab.page.getByRole('link', { name: 'Следить за ходом обмена' }).click();
    await tab.page.getByText('184 из 420').waitFor();
    services.sync.own = { ...services.sync.own, current: null };
    await tab.page.getByRole('heading', { name: 'Последний обмен' }).waitFor({ timeout: 9000 });
    expect(await tab.page.locator('progress').count()).to.equal(0);
  });

  it('checks a connection in place', async () => {
    tab = await watchedTab(browser, url);
    await tab.logIn();
    await tab.open('/connections');
    await tab.page.getByRole('button', { name: 'Проверить' }).first().click();
    await tab.page.getByText('Товары можно читать').waitFor();
    expect(new URL(tab.page.url()).pathname).to.equal('/connections');
    services.connections.connected.evotor = null;
    await tab.page.getByRole('button', { name: 'Проверить' }).first().click();
    await tab.page.getByText('Сервис не подключён').waitFor();
  });

  it('starts a form again at its fault', async () => {
    tab = await watchedTab(browser, url);
    await tab.logIn();
    await tab.open('/sync');
    await tab.page.getByLabel('Множитель цены').fill('дорого');
    const complaint = tab.page.waitForEvent('console', { predicate: message => message.text().includes('422') });
    await tab.page.getByRole('button', { name: 'Сохранить' }).click();
    await complaint;
    await tab.page.getByText('Проверьте, пожалуйста:').waitFor();
    const focused = tab.page.locator(':focus');
    expect(await focused.getAttribute('id')).to.equal('price_multiplier');
    expect(await focused.inputValue()).to.equal('дорого');
    tab.complaints.splice(0);
  });

  it('keeps the look that was chosen', async () => {
    tab = await watchedTab(browser, url, { colorScheme: 'light' });
    await tab.logIn();
    const { page } = tab;
    const ground = (): Promise<unknown> => page.evaluate('getComputedStyle(document.body).backgroundColor');
    expect(await ground()).to.equal('rgb(247, 245, 241)');
    await tab.page.getByRole('button', { name: 'Тёмная' }).click();
    await tab.page.getByRole('button', { name: 'Тёмная', pressed: true }).waitFor();
    expect(await ground()).to.equal('rgb(18, 24, 27)');
  });

  it('prints times in the time zone of the reader', async () => {
    tab = await watchedTab(browser, url, { timezoneId: 'Asia/Vladivostok', locale: 'ru-RU' });
    await tab.logIn();
    await tab.open('/sync/runs');
    const line = tab.page.locator('time[datetime="2026-11-20T08:50:00.000Z"]');
    await tab.page.locator('time[title*="ваше время"]').first().waitFor();
    expect(await line.first().textContent()).to.match(/18:50$/u);
  });
});
