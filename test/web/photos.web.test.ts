import { expect } from 'chai';
import sharp from 'sharp';
import { MEGABYTE } from '../../src/web/middleware/upload-places.js';
import { buildTestSite } from '../support/test-site.js';
import type { SentFile } from '../support/visitor.js';
import { loggedIn, visitor } from '../support/visitor.js';

const PRODUCT = '/catalog/products/product-1/photo';

const picture = (width = 600, height = 500) =>
  sharp({ create: { width, height, channels: 3, background: '#3366aa' } })
    .jpeg()
    .toBuffer();

const file = (bytes: Buffer, name = 'snimok.jpg', field = 'photo'): SentFile => ({ bytes, name, field });

describe('photos of goods', () => {
  it('lists the goods without one of their own, what VK shows instead, and a form for each', async () => {
    const page = await (await loggedIn(buildTestSite().app)).get('/catalog/photos');
    expect(page.status).to.equal(200);
    expect(page.text).to.include('<h1>Фото товаров</h1>').and.include('54\u00a0товара').and.include('1–25 из 54');
    expect(page.text).to.include('Бай Му Дань').and.include('Карточка с названием');
    expect(page.text).to.include('action="/catalog/products/product-1/photo" enctype="multipart/form-data"');
    expect(page.text).to.include('accept="image/*" capture="environment"');
    expect(page.text).to.include('src="/catalog/photos/preview/key-1?v=card1"');
  });

  it('searches and filters, and says so when nothing is left', async () => {
    const { app, services } = buildTestSite();
    services.photos.own.add('key-1');
    const merchant = await loggedIn(app);
    expect((await merchant.get('/catalog/photos?filter=own')).text)
      .to.include('Заменить фото')
      .and.include('1\u00a0товар');
    expect((await merchant.get('/catalog/photos?q=zzz')).text).to.include('Таких товаров здесь нет');
    expect((await merchant.get('/catalog/photos?filter=%00&page=-1&q=%3Cscript%3E')).text)
      .to.include('&lt;script&gt;')
      .and.not.include('<script>');
    services.photos.own = new Set(services.catalogue.till.products.map(({ listingKey }) => String(listingKey)));
    expect((await merchant.get('/catalog/photos')).text).to.include('У всех отобранных товаров есть своё фото');
    services.catalogue.till.products = [];
    expect((await merchant.get('/catalog/photos')).text).to.include('Пока нет отобранных товаров');
  });

  it('shows the picture of a good, kept by the browser until it changes', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const answer = await merchant.get('/catalog/photos/preview/key-1?v=card1');
    expect(answer.headers['content-type']).to.equal('image/jpeg');
    expect(answer.headers['cache-control']).to.equal('private, max-age=86400');
    const etag = String(answer.headers['etag']);
    expect((await merchant.get('/catalog/photos/preview/key-1').set('If-None-Match', etag)).status).to.equal(304);
    expect((await merchant.get('/catalog/photos/preview/nobody')).status).to.equal(404);
    expect((await merchant.get('/catalog/photos/group/white')).status).to.equal(404);
    expect((await merchant.get('/catalog/photos/own')).status).to.equal(404);
    expect((await visitor(buildTestSite().app).get('/catalog/photos/preview/key-1')).status).to.equal(303);
  });

  it('takes a picture and goes back to the row it is for', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const back = '/catalog/photos?page=2#product-1';
    const answer = await merchant.upload(PRODUCT, [file(await picture())], { back });
    expect(answer.status).to.equal(303);
    expect(answer.headers['location']).to.equal(back);
    expect([...services.photos.own]).to.deep.equal(['key-1']);
    expect((await merchant.get('/catalog/photos')).text).to.include('Фото сохранено');
    await merchant.upload('/catalog/stores/store-1/groups/white/photo', [file(await picture())]);
    expect([...services.photos.groups]).to.deep.equal(['white']);
    await merchant.upload('/catalog/photos/own', [file(await picture())], { back: '//evil.example' });
    expect(services.photos.merchant).to.equal('merchant1');
    expect((await merchant.get('/catalog/photos/own')).status).to.equal(200);
  });

  it('asks before it takes one away', async () => {
    const { app, services } = buildTestSite();
    services.photos.own.add('key-1');
    const merchant = await loggedIn(app);
    const asked = await merchant.get(`${PRODUCT}/remove?back=/catalog/photos`);
    expect(asked.text).to.include('Убрать фото товара «Бай Му Дань»?').and.include('href="/catalog/photos"');
    expect((await merchant.get(`${PRODUCT}/remove?back=https://evil.example`)).text).not.to.include(
      'href="https://evil',
    );
    const answer = await merchant.post(`${PRODUCT}/remove`, { back: '/catalog/photos' });
    expect(answer.headers['location']).to.equal('/catalog/photos');
    expect(services.photos.own.size).to.equal(0);
    expect((await merchant.get(`${PRODUCT}/remove`)).status).to.equal(303);
    expect((await merchant.get('/catalog/products/nobody/photo/remove')).status).to.equal(404);
    expect((await merchant.upload('/catalog/products/nobody/photo', [file(await picture())])).status).to.equal(404);
    const stranger = '/catalog/stores/store-2/groups/white/photo';
    expect((await merchant.upload(stranger, [file(await picture())])).status).to.equal(404);
  });

  it('takes several by the names of their files and tells of each', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const some = await picture();
    const answer = await merchant.upload('/catalog/photos/upload', [
      file(some, 'product-1.jpg', 'photos'),
      file(some, '1006.JPG', 'photos'),
      file(some, 'Чашка <b>с блюдцем.jpg', 'photos'),
      file(Buffer.alloc(20 * MEGABYTE + 1), '1008.jpg', 'photos'),
      file(some, 'x.jpg', 'elsewhere'),
    ]);
    expect(answer.headers['location']).to.equal('/catalog/photos/report');
    expect(services.photos.sent.map(({ name }) => name)).to.deep.equal([
      'product-1.jpg',
      '1006.JPG',
      'Чашка <b>с блюдцем.jpg',
      '1008.jpg',
    ]);
    const report = await merchant.get('/catalog/photos/report');
    expect(report.text).to.include('Загружено 2\u00a0фото, не принято 2\u00a0фото');
    expect(report.text).to.include('Чашка &lt;b&gt;с блюдцем.jpg').and.include('Нет товара с таким ID');
    expect(report.text).to.include('Картинка слишком большая');
    expect((await (await loggedIn(app)).get('/catalog/photos/report')).status, 'nothing sent yet').to.equal(303);
  });
});

describe('bad pictures', () => {
  const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic'), Buffer.alloc(200)]);
  const cases: readonly (readonly [what: string, files: () => Promise<SentFile[]>, says: string])[] = [
    ['no file', () => Promise.resolve([]), 'Файл не выбран'],
    ['an empty file', () => Promise.resolve([file(Buffer.alloc(0))]), 'Это не картинка'],
    ['a text named .jpg', () => Promise.resolve([file(Buffer.from('просто текст'))]), 'Это не картинка'],
    [
      'a drawing',
      () => Promise.resolve([file(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'))]),
      'Это не картинка',
    ],
    ['a phone’s own format', () => Promise.resolve([file(heic, 'IMG_0001.HEIC')]), 'Это фото в формате HEIC'],
    ['20 MB and a byte', () => Promise.resolve([file(Buffer.alloc(20 * MEGABYTE + 1))]), 'Картинка слишком большая'],
    ['two at once', async () => [file(await picture()), file(await picture())], 'Слишком много файлов сразу'],
    ['five at once', async () => Array<SentFile>(5).fill(file(await picture())), 'Слишком много файлов сразу'],
    ['another field', async () => [file(await picture(), 'a.jpg', 'file')], 'Файл не выбран'],
    ['a tiny picture', async () => [file(await picture(20, 20))], 'Картинка слишком маленькая'],
    ['a bomb of pixels', async () => [file(await bomb(), 'bomb.png')], 'В картинке слишком много точек'],
  ];

  for (const [what, files, says] of cases) {
    it(`says what is wrong with ${what} and changes nothing`, async () => {
      const { app, services } = buildTestSite();
      const merchant = await loggedIn(app);
      const answer = await merchant.upload(PRODUCT, await files(), { back: '/catalog/photos' });
      expect(answer.status).to.equal(303);
      expect((await merchant.get('/catalog/photos')).text).to.include(says);
      expect(services.photos.own.size).to.equal(0);
    });
  }

  it('refuses far more than is taken before it is read', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const answer = await merchant.upload(PRODUCT, [file(Buffer.alloc(41 * MEGABYTE))]);
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('Файлы слишком большие').and.include('больше 40 МБ');
  });

  it('reads files nowhere else, of nobody else, and not without the token', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const some = [file(await picture())];
    for (const path of ['/login', '/sync/settings', '/catalog/filter', `${PRODUCT}/remove`]) {
      const answer = await merchant.upload(path, some);
      expect(answer.status, path).to.equal(415);
      expect(answer.text).to.include('Мы не поняли запрос');
    }
    expect((await merchant.uploadWithoutToken(PRODUCT, some)).status).to.equal(403);
    const stranger = await visitor(app).upload(PRODUCT, some);
    expect(stranger.headers['location']).to.match(/^\/login/u);
    expect((await (await loggedIn(app, 'operator@evosync.example')).upload(PRODUCT, some)).status).to.equal(403);
    expect(services.photos.own.size).to.equal(0);
  });

  it('answers a broken body with a page', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const answer = await merchant
      .postWithoutToken(PRODUCT)
      .set('Content-Type', 'multipart/form-data; boundary=x')
      .send('--x\r\nContent-Disposition: form-data; name="photo"; filename="a.jpg"\r\n\r\ncut off');
    expect(answer.status).to.equal(403);
    expect(answer.text).to.include('CSRF.EXPIRED');
  });
});

/** A small file of 100 million points of one colour. */
const bomb = () =>
  sharp({ create: { width: 10_000, height: 10_000, channels: 3, background: '#fff' }, limitInputPixels: false })
    .png()
    .toBuffer();
