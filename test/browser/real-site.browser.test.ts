import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openBrowser, watchedTab, type WatchedTab } from '../support/open-browser.js';
import { MERCHANT_PASSWORD, type PipelineMerchant } from '../support/pipeline-merchant.js';
import { startRealSite, type RealSite } from '../support/real-site.js';
import { until } from '../support/until.js';

/** Longer than any run of a dozen goods takes here. */
const RUN_MS = 60_000;

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
    if (this.currentTest?.state === 'failed') await tab.page.screenshot({ path: '/tmp/failed.png', fullPage: true });
    if (this.currentTest?.state !== 'failed') expect(tab.complaints).to.deep.equal([]);
    await tab.context.close();
  });

  const enter = async (merchant: PipelineMerchant, options: { javaScriptEnabled?: boolean } = {}): Promise<void> => {
    tab = await watchedTab(browser, site.url, options);
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
    const cheap = 1_000;

    before(async function () {
      this.timeout(180_000);
      merchant = await site.env.addMerchant({ generate: { goods: 12, groups: 2 } });
      await merchant.run();
      const published = (await merchant.shop()).items.map(({ sku }) => sku);
      for (const id of published.slice(0, 6)) await merchant.edit(id, { price: cheap / 100 });
    });

    it('is held by the brake; a part is approved on a phone, the rest stays as it was', async () => {
      await enter(merchant);
      await runFromThePage();
      await tab.open('/overview');
      await tab.page.getByRole('link', { name: 'Посмотреть' }).first().click();
      await tab.page.getByRole('heading', { name: 'Ждёт вашего ответа' }).waitFor();
      const boxes = tab.page.locator('input[name=operation]');
      const held = await boxes.count();
      expect(held).to.be.at.least(4);
      await boxes.first().press('Space');
      await tab.page.getByRole('button', { name: 'Применить отмеченные' }).click();
      await tab.page.getByText('Принято.').waitFor();
      const cheapNow = async (): Promise<number> =>
        (await merchant.shop()).items.filter(({ priceKopecks }) => priceKopecks === cheap).length;
      const changed = await until('the approved price in the shop', async () => (await cheapNow()) || null, RUN_MS);
      await merchant.pipelineEnd();
      expect([changed, await cheapNow()]).to.be.oneOf([
        [1, 1],
        [held - 1, held - 1],
      ]);
    });
  });
});
