import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect } from 'chai';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import type { FakeServices } from '../support/fake-services.js';
import { createFakeServices } from '../support/fake-services.js';
import { openBrowser, watchedTab, type WatchedTab } from '../support/open-browser.js';
import { buildTestSite, listen } from '../support/test-site.js';

const PHONE = { width: 390, height: 844 };

const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) });

describe('files in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  before(async () => {
    browser = await openBrowser();
  });
  after(() => browser.close());

  async function visit(
    options: { readonly javaScriptEnabled: boolean; readonly colorScheme?: 'light' | 'dark' },
    walk: (tab: WatchedTab, services: FakeServices) => Promise<void>,
  ): Promise<void> {
    const services = createFakeServices();
    const { app } = buildTestSite({}, services);
    const { url, close } = await listen(app);
    const tab = await watchedTab(browser, url, { viewport: PHONE, acceptDownloads: true, ...options });
    try {
      await tab.logIn();
      await walk(tab, services);
      // A page of a refused form is a 422, which the browser writes down.
      expect(tab.complaints.filter(complaint => !complaint.includes('status of 422'))).to.deep.equal([]);
    } finally {
      await tab.context.close();
      await close();
    }
  }

  const chooseTable = async (page: Page, file: ReturnType<typeof csv>): Promise<void> => {
    await page.getByLabel('Файл', { exact: true }).setInputFiles(file);
    await page.getByRole('button', { name: 'Проверить файл' }).click();
  };

  it('own values go out as a file, are edited, looked at and applied, without scripts', () =>
    visit({ javaScriptEnabled: false }, async (tab, services) => {
      const { page } = tab;
      await tab.open('/catalog/stores');
      await page.getByRole('link', { name: /Свои значения файлом/u }).click();
      const waiting = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Для Excel' }).click();
      const file = await waiting;
      expect(file.suggestedFilename()).to.equal('overrides_2026-11-21_excel.csv');
      const text = await readFile(await file.path(), 'utf8');
      const edited = text.replace('product-1;Бай Му Дань;;', 'product-1;Бай Му Дань;1 234,50;Белый пион');
      expect(edited).not.to.equal(text);
      await chooseTable(page, csv('Цены.csv', edited));
      await page.getByRole('heading', { name: 'Изменится 1' }).waitFor();
      await page.getByText('1\u00a0234,50\u00a0₽').waitFor();
      await page.getByRole('button', { name: 'Применить к 1' }).click();
      await page.getByRole('heading', { name: 'Файл применён' }).waitFor();
      expect(services.exports.own.get('product-1')).to.deep.include({ price: '123450', name: 'Белый пион' });
    }));

  it('a picture is sent as soon as it is chosen, and its row is shown again', () =>
    visit({ javaScriptEnabled: true }, async (tab, services) => {
      const { page } = tab;
      await tab.open('/catalog/photos');
      const row = page.locator('[id="product-product-2"]');
      await row.getByText('Добавить фото').click();
      const picture = sharp({ create: { width: 600, height: 600, channels: 3, background: '#c33' } });
      const photo = { name: 'снимок.jpg', mimeType: 'image/jpeg', buffer: await picture.jpeg().toBuffer() };
      await row.getByLabel('Снять камерой').setInputFiles(photo);
      await page.getByText('Фото сохранено').waitFor();
      expect(page.url()).to.match(/\/catalog\/photos#product-product-2$/u);
      expect([...services.photos.own]).to.deep.equal(['key-2']);
      await tab.open('/catalog/photos?filter=own');
      expect(await page.locator('[id="product-product-2"] img').getAttribute('src')).to.include('v=own1');
      await page.getByText('Заменить фото').click();
      await page.getByRole('link', { name: /Убрать/u }).click();
      await page.getByRole('button', { name: 'Убрать', exact: true }).click();
      await page.getByText('Фото убрано').waitFor();
      expect(services.photos.own.size).to.equal(0);
    }));

  for (const colorScheme of ['light', 'dark'] as const)
    it(`no fault of accessibility on the pages of files: ${colorScheme}`, () =>
      visit({ javaScriptEnabled: true, colorScheme }, async (tab, services) => {
        const { page } = tab;
        services.photos.own.add('key-4');
        const check = async (what: string): Promise<void> => {
          const { violations } = await new AxeBuilder({ page })
            .options({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
            .analyze();
          expect(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`),
            what,
          ).to.deep.equal([]);
          const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
          expect(wider, what).to.equal(0);
        };
        await tab.open('/catalog/photos');
        await page.getByText('Добавить фото').first().click();
        await check('photos');
        await tab.open('/catalog/products/product-4/photo/remove');
        await check('remove a photo');
        await tab.open('/catalog/overrides');
        await chooseTable(page, csv('a.csv', 'Код,Цена\n1,2'));
        await check('a file with wrong columns');
        await chooseTable(
          page,
          csv(
            `${'длинное имя '.repeat(20)}.csv`,
            `ID,Своя цена,Своё название\nproduct-1,100,${'Ш'.repeat(90)}\nnobody,1,\nproduct-2,x,`,
          ),
        );
        await page.getByRole('button', { name: /Применить/u }).waitFor();
        await check('a file looked at');
        await tab.open('/catalog/stores/store-1/groups/white/settings');
        await page.getByLabel('Множитель цены').fill('abc');
        await page.getByRole('button', { name: 'Сохранить', exact: true }).click();
        await check('a refused price rule');
        await tab.open('/catalog/photos');
        await page.getByLabel('Файлы', { exact: true }).setInputFiles([
          { name: '1005.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('x') },
          { name: `${'очень'.repeat(30)}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from('x') },
        ]);
        await page.getByRole('region', { name: 'Несколько фото' }).getByRole('button', { name: 'Загрузить' }).click();
        await page.getByRole('heading', { name: /Загружено/u }).waitFor();
        await check('what became of the files');
      }));
});
