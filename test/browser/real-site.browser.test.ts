import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openBrowser, watchedTab, type WatchedTab } from '../support/open-browser.js';
import { MERCHANT_PASSWORD, type PipelineMerchant } from '../support/pipeline-merchant.js';
import { startRealSite, type RealSite } from '../support/real-site.js';
import { until } from '../support/until.js';

/** Longer than any run of a dozen goods takes here. */
const RUN_MS = 60_000;
/** A price no good of the generated catalogues comes near to. */
const CHEAP_KOPECKS = 1_000;

describe('the real site in a real browser', function () {
  this.timeout(180_000);
  let site: RealSite;
  let browser: Browser;
  let tab: WatchedTab;

  before(async () => {
    browser = await openBrowser();
    site = await startRealSite();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });
  afterEach(async function () {
    if (this.currentTest?.state !== 'failed') expect(tab.complaints).to.deep.equal([]);
    await tab.context.close();
  });

  const enter = async (merchant: PipelineMerchant, options: { javaScriptEnabled?: boolean } = {}): Promise<void> => {
    tab = await watchedTab(browser, site.url, { friends: [site.env.sandboxUrl], ...options });
    await tab.logIn(merchant.email, MERCHANT_PASSWORD);
  };

  /** Presses «Обменять сейчас» and waits on the page until the run is over. */
  async function runFromThePage(): Promise<void> {
    await tab.open('/sync');
    await tab.page.getByRole('button', { name: 'Обменять сейчас' }).click();
    await tab.page.getByRole('heading', { name: 'Последний обмен' }).waitFor({ timeout: RUN_MS });
  }

  describe('a till that changes half of its prices', () => {
    let merchant: PipelineMerchant;

    const cheapItems = async (): Promise<number> =>
      (await merchant.shop()).items.filter(({ priceKopecks }) => priceKopecks === CHEAP_KOPECKS).length;

    before(async function () {
      this.timeout(180_000);
      merchant = await site.env.addMerchant({ generate: { goods: 12, groups: 2 } });
      await merchant.run();
      const published = (await merchant.shop()).items.map(({ sku }) => sku);
      for (const id of published.slice(0, 6)) await merchant.edit(id, { price: CHEAP_KOPECKS / 100 });
    });

    it('is held by the brake; a part is approved on a phone, the rest stays as it was', async () => {
      await enter(merchant);
      await runFromThePage();
      await tab.open('/overview');
      await tab.page.getByRole('link', { name: 'Посмотреть' }).first().click();
      await tab.page.getByRole('heading', { name: 'Ждёт вашего ответа' }).waitFor();
      const boxes = tab.page.locator('input[name=operation]');
      expect(await boxes.count()).to.be.at.least(4);
      expect(await boxes.and(tab.page.locator(':checked')).count()).to.equal(0);
      await boxes.first().press('Space');
      await tab.page.getByRole('button', { name: 'Применить отмеченные' }).click();
      await tab.page.getByText('Принято.').waitFor();
      await until('the approved price in the shop', async () => (await cheapItems()) > 0, RUN_MS);
      await merchant.pipelineEnd();
      expect(await cheapItems()).to.equal(1);
    });

    it('takes the approved change back', async () => {
      await enter(merchant, { javaScriptEnabled: false });
      const [job] = (await merchant.jobs()).filter(({ counters }) => counters.updated === 1).slice(-1);
      await tab.open(`/sync/runs/${job?.id}`);
      await tab.page.getByRole('link', { name: 'Отменить изменения…' }).click();
      await tab.page.getByRole('button', { name: 'Отменить изменения' }).click();
      await until('the old price in the shop', async () => (await cheapItems()) === 0, RUN_MS);
      await merchant.pipelineEnd();
      await tab.open('/sync');
      expect(await tab.page.getByLabel('Спрашивать перед каждым обменом').isChecked()).to.equal(true);
    });
  });

  describe('a token that VK no longer takes', () => {
    it('is told of, is replaced on the page, and nothing is made twice', async () => {
      const merchant = await site.env.addMerchant({ generate: { goods: 4, groups: 1 } });
      await merchant.run();
      const before = (await merchant.shop()).items.map(({ id }) => id);
      await merchant.switch({ vkTokens: { main: { revoked: true } } });
      await enter(merchant);
      await runFromThePage();
      await tab.open('/overview');
      await tab.page.getByText('Нужна ваша помощь').waitFor();
      await tab.open('/vk');
      await tab.page.getByRole('link', { name: 'Подключить заново через VK ID' }).click();
      await tab.page.getByRole('radio').last().check();
      await tab.page.getByRole('button', { name: 'Разрешить' }).click();
      await tab.page.getByRole('heading', { name: 'Выбор сообщества' }).waitFor({ timeout: RUN_MS });
      await tab.page.getByRole('radio').first().check();
      await tab.page.getByRole('button', { name: 'Подключить' }).click();
      await tab.page.waitForURL('**/connections', { timeout: RUN_MS });
      await runFromThePage();
      await merchant.pipelineEnd();
      expect((await merchant.shop()).items.map(({ id }) => id)).to.have.members(before);
    });
  });
});
