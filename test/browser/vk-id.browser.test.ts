import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import session from 'express-session';
import type { Browser } from 'playwright-core';
import { createApp } from '../../src/web/app.js';
import { openBrowser, watchedTab, type WatchedTab } from '../support/open-browser.js';
import { PASSWORD, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { personOf } from '../support/services-env-consent.js';
import { runPhases } from '../support/services-env-run.js';
import { noFaults, fault, twins } from '../support/services-env-shop.js';
import { listen } from '../support/test-site.js';

/** The site's address stands in its settings before it listens. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

describe('VK ID in a browser, with VK’s consent page', function () {
  this.timeout(60_000);
  let env: ServicesEnv;
  let browser: Browser;
  let url: string;
  let close: () => Promise<void>;
  let tab: WatchedTab;

  before(async () => {
    const port = await freePort();
    env = await startServicesEnv({ environment: { BASE_URL: `http://127.0.0.1:${port}` } });
    const app = createApp({
      services: env.services,
      config: { baseUrl: `http://127.0.0.1:${port}`, secretKeys: ['test-secret'], trustProxy: 0, isSecure: false },
      sessionStore: new session.MemoryStore(),
      logger: { log: () => undefined },
      clock: { now: () => new Date() },
    });
    ({ url, close } = await listen(app, port));
    browser = await openBrowser();
  });
  after(async () => {
    await browser.close();
    await close();
    await env.close();
  });
  afterEach(async () => {
    await noFaults(env);
    await tab.context.close();
    // VK's own pages are of another host; everything else has to be ours.
    const foreign = [env.sandbox.vkIdUrl, env.sandbox.url];
    const own = tab.complaints.filter(text => !foreign.some(host => text.includes(host)));
    expect(own.filter(text => !text.includes('favicon'))).to.deep.equal([]);
  });

  async function enter(merchant: TestMerchant, javaScriptEnabled = true): Promise<void> {
    tab = await watchedTab(browser, url, { javaScriptEnabled });
    await tab.logIn(merchant.email, PASSWORD);
  }

  /** Chooses who one is at VK, and answers. */
  async function consent(merchant: TestMerchant, button: 'Разрешить' | 'Отмена'): Promise<void> {
    await tab.page.locator(`input[name=user_id][value="${personOf(env, merchant)}"]`).check();
    await tab.page.getByRole('button', { name: button }).click();
  }

  for (const javaScriptEnabled of [true, false]) {
    it(`connects a community ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const merchant = await env.merchant({ connected: false, goods: 1 });
      await enter(merchant, javaScriptEnabled);
      await tab.open('/connections/add');
      await tab.page.getByRole('link', { name: 'Подключить ВКонтакте' }).click();
      await tab.page.getByRole('link', { name: 'Войти через VK ID' }).click();
      await consent(merchant, 'Отмена');
      await tab.page.getByText('Вы не дали доступ в VK').waitFor();
      expect(new URL(tab.page.url()).pathname).to.equal('/vk');
      await tab.page.getByRole('link', { name: 'Войти через VK ID' }).first().click();
      await consent(merchant, 'Разрешить');
      await tab.page.waitForURL('**/vk/community');
      expect(await tab.page.getByRole('radio').first().isChecked()).to.equal(true);
      await tab.page.getByRole('button', { name: 'Подключить' }).click();
      await tab.page.getByText('Подключено. Всё проверено').waitFor();
      expect(new URL(tab.page.url()).pathname).to.equal('/connections');
      await tab.page.getByText('На связи').waitFor();
      for (const light of ['Право «Товары»', 'Раздел «Товары» включён', 'Фотографии загружаются'])
        expect(await tab.page.getByText(light).count(), light).to.equal(1);
      await tab.page.goBack();
      await tab.page.goBack();
      expect(tab.page.url().startsWith(url) || tab.page.url().startsWith(env.sandbox.vkIdUrl)).to.equal(true);
    });
  }

  it('shows a revoked key in red with its reason, connects anew, and nothing is made twice', async () => {
    const merchant = await env.merchant({ goods: 3 });
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('success');
    await env.control('PATCH', `/merchants/${merchant.id}`, { vkTokens: { main: { revoked: true } } });
    await enter(merchant);
    await tab.open('/connections');
    await tab.page.getByRole('button', { name: 'Проверить' }).last().click();
    await tab.page.getByText('Есть что исправить').waitFor();
    await tab.open('/connections');
    await tab.page.getByText('Нужна помощь').waitFor();
    await tab.page.getByRole('link', { name: 'Подключить заново' }).last().click();
    await tab.page.waitForURL('**/vk');
    await tab.page.getByRole('link', { name: 'Подключить заново через VK ID' }).click();
    await consent(merchant, 'Разрешить');
    await tab.page.getByRole('button', { name: 'Подключить' }).click();
    await tab.page.getByText('связи с товарами, правила и настройки на месте').waitFor();
    expect((await runPhases(env.deps, merchant.userId)).job.counters).to.include({ created: 0, deleted: 0 });
    expect(await twins(env, merchant)).to.deep.equal([]);
  });

  it('opens the page of a captcha in a new tab, and goes on when it is passed', async () => {
    const merchant = await env.merchant({ goods: 1 });
    await fault(env, {
      ...{ vendor: 'vk', merchant: merchant.id },
      effect: { kind: 'apiError', code: 14 },
    });
    expect((await runPhases(env.deps, merchant.userId)).job.status).to.equal('parked');
    await enter(merchant);
    await tab.open('/vk');
    const opening = tab.context.waitForEvent('page');
    await tab.page.getByRole('button', { name: 'Проверить сейчас' }).click();
    const opened = await opening;
    await opened.waitForURL(/not_robot_captcha/u);
    expect(opened.url().startsWith(url)).to.equal(false);
    await noFaults(env);
    const again = tab.context.waitForEvent('page');
    await tab.page.getByRole('button', { name: 'Проверить сейчас' }).click();
    await (await again).getByText('VK снова пускает нас').waitFor();
    await tab.open('/vk');
    expect(await tab.page.getByText('Проверить сейчас').count()).to.equal(0);
  });
});
