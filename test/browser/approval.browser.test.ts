import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import type { FakeServices } from '../support/fake-services.js';
import { createFakeServices, makeAsking } from '../support/fake-services.js';
import type { WatchedTab } from '../support/open-browser.js';
import { openBrowser, watchedTab } from '../support/open-browser.js';
import { buildTestSite, listen } from '../support/test-site.js';

describe('answering in a browser', () => {
  let browser: Browser;
  let services: FakeServices;
  let url: string;
  let close: () => Promise<void>;
  let tab: WatchedTab;

  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  beforeEach(async () => {
    services = makeAsking(createFakeServices());
    ({ url, close } = await listen(buildTestSite({}, services).app));
  });
  afterEach(async () => {
    expect(tab.complaints).to.deep.equal([]);
    await tab.context.close();
    await close();
  });

  for (const javaScriptEnabled of [true, false]) {
    it(`approves a part on a phone ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      tab = await watchedTab(browser, url, { javaScriptEnabled });
      await tab.logIn();
      await tab.page.getByRole('link', { name: 'Посмотреть', exact: true }).click();
      await tab.page.getByRole('heading', { name: 'Ждёт вашего ответа' }).waitFor();
      await tab.page.locator('label', { hasText: 'Пиала' }).click();
      await tab.page.locator('label', { hasText: 'Чайник из исинской глины 180 мл' }).click();
      await tab.page.getByRole('button', { name: 'Применить отмеченные' }).click();
      await tab.page.getByText('Принято. Отправляем то, что вы одобрили.').waitFor();
      expect(services.approvals.approved).to.deep.equal([{ jobId: 320, choice: { operationIds: [23, 25] } }]);
    });
  }

  it('approves with nothing but the keyboard', async () => {
    tab = await watchedTab(browser, url, { viewport: { width: 1280, height: 500 } });
    await tab.logIn();
    await tab.open('/sync/runs/320');
    const { keyboard } = tab.page;
    await tab.page.getByRole('link', { name: 'Снять все' }).focus();
    await keyboard.press('Tab');
    expect(await tab.page.locator(':focus').getAttribute('id')).to.equal('operation-21');
    await keyboard.press('Space');
    for (let lines = 0; lines < 3; lines += 1) await keyboard.press('Tab');
    expect(await tab.page.locator(':focus').getAttribute('id')).to.equal('operation-24');
    await keyboard.press('Space');
    await keyboard.press('Tab');
    await keyboard.press('Tab');
    expect(await tab.page.locator(':focus').textContent()).to.equal('Применить отмеченные');
    await keyboard.press('Enter');
    await tab.page.getByText('Принято.').waitFor();
    expect(services.approvals.approved[0]?.choice).to.deep.equal({ operationIds: [21, 24] });
  });

  it('never hides the line in focus under the bar of buttons', async () => {
    tab = await watchedTab(browser, url, { viewport: { width: 1280, height: 420 }, reducedMotion: 'reduce' });
    await tab.logIn();
    await tab.open('/sync/runs/320');
    const bar = tab.page.locator('.ticks > .actions');
    for (const id of [21, 22, 23, 24, 25]) {
      const box = tab.page.locator(`#operation-${id}`);
      await box.focus();
      const [line, buttons] = [await box.boundingBox(), await bar.boundingBox()];
      expect((line?.y ?? 0) + (line?.height ?? 0), String(id)).to.be.at.most(buttons?.y ?? 0);
    }
  });

  it('ticks all by a link, declines all, and says so when asked twice', async () => {
    tab = await watchedTab(browser, url, { javaScriptEnabled: false });
    await tab.logIn();
    await tab.open('/sync/runs/320');
    await tab.page.getByRole('link', { name: 'Выбрать все' }).click();
    expect(await tab.page.locator('input[name=operation]:checked').count()).to.equal(5);
    const second = await tab.context.newPage();
    await second.goto(`${url}/sync/runs/320`);
    await tab.page.getByRole('button', { name: 'Отклонить всё' }).click();
    await tab.page.getByText('Вы отклонили изменения').waitFor();
    await second.getByRole('button', { name: 'Применить все 5' }).click();
    await second.getByText('Этот обмен уже не ждёт ответа').waitFor();
    expect(services.approvals.approved).to.deep.equal([]);
  });

  it('takes a job back, and answers what was changed in VK', async () => {
    tab = await watchedTab(browser, url);
    await tab.logIn();
    await tab.open('/sync/runs/318');
    await tab.page.getByRole('link', { name: 'Отменить изменения…' }).click();
    await tab.page.getByRole('button', { name: 'Отменить изменения' }).click();
    await tab.page.getByText('Теперь перед каждым обменом мы будем спрашивать вас').waitFor();
    await tab.open('/sync/drift');
    await tab.page.getByRole('button', { name: /^Оставить и не трогать \(Подборка, Варенье/u }).click();
    await tab.page.getByText('Это поле мы больше не меняем').waitFor();
    expect(services.shop.driftAnswers).to.deep.equal([{ key: 'key-11', field: 'album', choice: 'keep' }]);
  });
});
