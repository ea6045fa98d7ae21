import { expect } from 'chai';
import type { Browser } from 'playwright-core';
import { openBrowser, watchedTab, type WatchedTab } from '../support/open-browser.js';
import type { ShopView } from '../support/pipeline-merchant.js';
import { startRealSite, type RealSite } from '../support/real-site.js';
import { until } from '../support/until.js';

/** Longer than any step with a run of a dozen goods takes here. */
const STEP_MS = 60_000;
const PASSWORD = 'самовар на берёзовых дровах';

describe('from registration to the first goods in the shop', function () {
  this.timeout(240_000);
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

  afterEach(() => tab.context.close());

  const press = (name: string): Promise<void> => tab.page.getByRole('button', { name, exact: true }).click();
  const follow = (name: string): Promise<void> => tab.page.getByRole('link', { name }).first().click();

  /** The address behind a letter's link, as a person would press it. */
  async function linkIn(email: string, words: string): Promise<string> {
    const letter = await site.mail.letterTo(email, words);
    const address = /http:\/\/127\.0\.0\.1:\d+\/[^\s<"]+/u.exec(letter.text ?? '')?.[0];
    if (address === undefined) throw new Error(`no link in «${letter.subject}»`);
    return address;
  }

  /** Looks again and again, the way of a page without scripts. */
  const untilPageSays = (path: string, words: string): Promise<unknown> =>
    until(
      `«${words}» on ${path}`,
      async () => {
        await tab.open(path);
        return (await tab.page.getByText(words).count()) > 0;
      },
      STEP_MS,
    );

  for (const javaScriptEnabled of [true, false]) {
    it(`is one way on a phone ${javaScriptEnabled ? 'with' : 'without'} scripts`, async () => {
      const id = `new${Number(javaScriptEnabled)}`;
      const email = `${id}@chainaya.example`;
      await site.env.control('POST', '/merchants', { id, generate: { goods: 9, groups: 2 } });
      const card = await site.env.control<{ evotorToken: string; title: string }>('PATCH', `/merchants/${id}`, {
        vkTokens: { main: { callsPerSecond: 10_000 } },
      });
      tab = await watchedTab(browser, site.url, { javaScriptEnabled, friends: [site.env.sandboxUrl] });

      await tab.open('/');
      await follow('Зарегистрироваться');
      await tab.page.getByLabel('Имя', { exact: true }).fill('Ольга');
      await tab.page.getByLabel('Фамилия').fill('Чайкина');
      await tab.page.getByLabel('Телефон').fill(javaScriptEnabled ? '8 916 123-45-67' : '+7 916 765 43 21');
      await tab.page.getByLabel('Почта').fill(email);
      await tab.page.getByLabel('Пароль').fill(PASSWORD);
      await press('Зарегистрироваться');
      await tab.page.getByRole('heading', { name: 'Проверьте почту' }).waitFor();

      await tab.page.goto(await linkIn(email, 'Подтвердите'));
      await tab.page.getByLabel('Пароль').fill(PASSWORD);
      await press('Подтвердить и войти');
      await tab.page.waitForURL('**/overview');

      await follow('Подключить кассу');
      await tab.page.getByLabel('Токен Эвотора').fill(card.evotorToken);
      await press('Подключить');
      await tab.page.getByText('Товары можно читать').waitFor({ timeout: STEP_MS });

      await tab.open('/overview');
      await follow('Подключить ВКонтакте');
      await follow('Войти через VK ID');
      await tab.page.locator('label', { hasText: card.title }).click();
      await press('Разрешить');
      await tab.page.getByRole('heading', { name: 'Выбор сообщества' }).waitFor({ timeout: STEP_MS });
      await tab.page.getByRole('radio').first().check();
      await press('Подключить');
      await tab.page.getByText('Раздел «Товары» включён').first().waitFor({ timeout: STEP_MS });

      await untilPageSays('/overview', 'отобрано всё');
      await press('Оставить всё');
      await follow('Посмотреть предпросмотр');
      await press('Посмотреть, что изменится');
      await untilPageSays('/sync/preview', 'Так увидит покупатель');

      await tab.open('/overview');
      await tab.page.getByRole('button', { name: /^Попробовать на/u }).click();
      await untilPageSays('/overview', 'Первые товары уже стоят в VK');
      const shop = (): Promise<ShopView> => site.env.control('GET', `/merchants/${id}/shop`);
      const tried = (await shop()).items.length;
      expect(tried).to.be.within(1, 5);

      await follow('Перейти к запуску');
      if (
        await tab.page
          .getByRole('switch', { name: 'Обмен' })
          .getAttribute('aria-checked')
          .then(on => on !== 'true')
      )
        await tab.page.getByRole('switch', { name: 'Обмен' }).click();
      await press('Подтвердить и запустить');
      await untilPageSays('/overview', 'Всё в порядке');
      const { items } = await shop();
      expect(new Set(items.map(({ sku }) => sku)).size, 'twins').to.equal(items.length);
      expect(items.length).to.be.above(tried);
      await tab.page.getByText(`в VK ${items.length}`).first().waitFor();
      expect(tab.complaints).to.deep.equal([]);
    });
  }
});
