import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openBrowser, watchedTab, type WatchedTab } from '../support/open-browser.js';
import { buildTestSite, listen } from '../support/test-site.js';

/** A fault of the policy is told on the console, and here too. */
const WATCH_POLICY = `window.refused = []; document.addEventListener('securitypolicyviolation', event => window.refused.push(event.blockedURI));`;

describe('the viewers of the API in a browser', () => {
  let browser: Browser;
  let site: { url: string; close: () => Promise<void> };
  let tab: WatchedTab;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  beforeEach(async () => {
    // The description names the address the site really has.
    const probe = await listen(buildTestSite().app);
    const port = Number(new URL(probe.url).port);
    await probe.close();
    site = await listen(buildTestSite({ baseUrl: probe.url }).app, port);
    tab = await watchedTab(browser, site.url, { viewport: { width: 1280, height: 900 } });
    await tab.page.addInitScript(WATCH_POLICY);
  });
  afterEach(async () => {
    await tab.context.close();
    await site.close();
  });

  const expectNoComplaint = async (): Promise<void> => {
    expect(await tab.page.evaluate('window.refused')).to.deep.equal([]);
    expect(tab.complaints).to.deep.equal([]);
  };

  it('show the description, in Russian where they can, from this host alone and within the policy', async () => {
    await tab.open('/docs');
    await tab.page.getByText('/user/create', { exact: true }).first().waitFor();
    await tab.page.getByText('/api/v2/installation/event').waitFor();
    await expectNoComplaint();
    await tab.page.getByRole('link', { name: 'ReDoc' }).click();
    await tab.page
      .getByRole('heading', { name: 'Приложение установили: новая учётная запись Эвотор' })
      .first()
      .waitFor();
    await tab.page.getByText('Примеры запросов').first().waitFor();
    await expectNoComplaint();
  });

  it('«Try it out» sends the key that was typed in, and never the session of the person', async () => {
    await tab.logIn();
    const sent: Record<string, string>[] = [];
    await tab.open('/docs');
    await tab.page.getByRole('button', { name: 'Authorize' }).click();
    await tab.page.getByLabel('auth-bearer-value').fill('the-secret');
    await tab.page.getByRole('button', { name: 'Apply credentials' }).first().click();
    await tab.page.getByRole('button', { name: 'Close' }).last().click();
    const operation = tab.page.locator('.opblock', { hasText: '/user/token' }).first();
    await operation.locator('.opblock-summary-control').click();
    await operation.getByRole('button', { name: 'Try it out' }).click();
    const asked = tab.page.waitForRequest(request => request.method() === 'POST');
    await operation.getByRole('button', { name: 'Execute' }).click();
    sent.push(await (await asked).allHeaders());
    expect(sent[0]).to.include({ authorization: 'Bearer the-secret' });
    expect(sent[0]).to.not.have.property('cookie');
    await operation.locator('.live-responses-table').waitFor();
    await expectNoComplaint();
  });
});
