import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { NBSP } from '../../src/domain/text/format-number.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

const PAGE = '/catalog/products/product-1';
const OWN = `${PAGE}/own`;
const NOTHING = { key: 'key-1', name: '', description: '', price: '' };

describe('the page of a product', () => {
  it('shows the till and VK with a line between them for each field', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text, status } = await merchant.get(PAGE);
    expect(status).to.equal(200);
    expect(text).to.include(`350${NBSP}₽ ×${NBSP}1,1 → 385${NBSP}₽`).and.include(`всегда 1${NBSP}000`);
    expect(text).to.include('На кассе').and.include('Чайная').and.include('4607001234567').and.include('1005');
    expect(text).to.include('https://vk.com/market-217000001?w=product-217000001_7000');
    expect(text).to.include('изменится при следующем обмене');
    expect(text).not.to.include('Почему нет в VK?');
    expect(text).to.include('/catalog/products/product-1/photo');
  });

  it('says why a good is not in VK, with one thing to press', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const expected: Readonly<Record<string, readonly [what: string, remedy: RegExp]>> = {
      'product-2': ['Товар готов и ждёт отправки в VK', /action="\/sync\/run-now"/u],
      'product-3': ['Нет цены', /href="#price">Указать цену для VK/u],
      'product-6': ['Товар снят с продажи на кассе', /Код NOT_FOR_SALE/u],
      'product-8': ['Товар убран или скрыт в VK вручную', /action="\/catalog\/bring-back"[^]*?Вернуть в VK/u],
      'product-10': ['Товар похож на ограниченный к продаже', /product-10\/allow"[^]*?Это не такой товар/u],
      'product-13': ['Это служебная строка кассы', /href="\/sync#settings"/u],
      'product-14': ['Товара больше нет на кассе', /На кассе этого товара больше нет/u],
    };
    for (const [id, [what, remedy]] of Object.entries(expected)) {
      const { text, status } = await merchant.get(`/catalog/products/${id}`);
      expect(status, id).to.equal(200);
      expect(text, id).to.include('Почему нет в VK?').and.include(what).and.match(remedy);
    }
  });

  it('leads from a rule that leaves it out to that rule', async () => {
    const { app, services } = buildTestSite();
    services.catalogue.rules = [
      { entityType: 'product', entityId: 'product-1', entityName: 'Бай Му Дань', mode: 'exclude' },
    ];
    const merchant = await loggedIn(app);
    const { text } = await merchant.get(PAGE);
    expect(text).to.include('Товар не отобран для VK').and.include('value="product|none|product-1"');
    await merchant.post('/catalog/filter', { rule: 'product|none|product-1', back: PAGE });
    expect(services.catalogue.rules).to.deep.equal([]);
  });

  it('shows every member of a merged listing and links to the other ones', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text } = await merchant.get('/catalog/products/product-13');
    expect(text).to.include('Пакет бумажный').and.include('href="/catalog/products/product-15"');
    expect(text).to.include('второй этаж у лифта');
  });

  it('is not found for an id that is not the merchant’s, with every form of it', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const strange = '/catalog/products/of-another';
    expect((await merchant.get(strange)).status).to.equal(404);
    const forms: Readonly<Record<string, Record<string, string>>> = {
      own: NOTHING,
      locks: { key: '', field: 'price', on: '1' },
      pin: { key: '', on: '1' },
      allow: { key: '', on: '1' },
    };
    for (const [form, fields] of Object.entries(forms))
      expect((await merchant.post(`${strange}/${form}`, fields)).status, form).to.equal(404);
    expect((await merchant.get(`${PAGE}?key=key-2`)).status, 'a listing of another good').to.equal(404);
    expect((await merchant.post(OWN, { ...NOTHING, key: 'key-2' })).status).to.equal(404);
  });

  it('keeps own values, shows what comes of them, and takes them away when they are emptied', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const answer = await merchant.post(OWN, {
      ...NOTHING,
      name: '  Чай белый  ',
      price: '1 399,50',
      description: 'Светлый\r\nи сладкий',
    });
    expect(answer.status).to.equal(303);
    expect(answer.headers['location']).to.equal(`${PAGE}#own`);
    expect(services.listings.overrides.get('key-1' as never)).to.deep.equal({
      name: 'Чай белый',
      description: 'Светлый\r\nи сладкий',
      priceKopecks: 139_950,
    });
    const { text } = await merchant.get(PAGE);
    expect(text).to.include('Сохранено').and.include('value="1399,50"').and.include('value="Чай белый"');
    expect(text).to.include(`своя цена 1${NBSP}399,50${NBSP}₽, на кассе 350${NBSP}₽`).and.include('своё название');
    await merchant.post(OWN, NOTHING);
    expect(services.listings.overrides.get('key-1' as never)).to.deep.equal({
      name: null,
      description: null,
      priceKopecks: null,
    });
  });

  it('answers every unfit value at its field and keeps what was typed', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const wrong: readonly (readonly [field: string, value: string, sentence: RegExp])[] = [
      ['name', 'ab', /от 4 до 100 знаков/u],
      ['name', 'я'.repeat(101), /от 4 до 100 знаков/u],
      ['name', 'я'.repeat(201), /слишком длинное/u],
      ['name', 'чай\u0000чай', /недопустимый знак/u],
      ['name', '🍵🍵🍵🍵🍵', /буква или цифра/u],
      ['price', 'дорого', /больше нуля в рублях/u],
      ['price', '0', /больше нуля/u],
      ['price', '-5', /больше нуля/u],
      ['price', '1,234.50', /больше нуля/u],
      ['price', '99999999999999', /больше нуля|не примет/u],
      ['price', '1'.repeat(31), /в рублях/u],
      ['price', '<script>alert(1)</script>', /в рублях/u],
      ['description', '🍵🍵🍵', /хоть одно слово/u],
      ['description', 'я'.repeat(4001), /до 4000 знаков/u],
      ['description', 'чай\u0000', /недопустимый знак/u],
    ];
    for (const [field, value, sentence] of wrong) {
      const answer = await merchant.post(OWN, { ...NOTHING, [field]: value });
      const what = `${field}: ${value.slice(0, 20)}`;
      expect(answer.status, what).to.equal(422);
      const error = new RegExp(`id="${field}-error">[^]*?</p>`, 'u').exec(answer.text)?.[0] ?? '';
      expect(error, what).to.match(sentence);
      expect(answer.text, what).to.match(new RegExp(`id="${field}"[^>]*aria-invalid="true"`, 'u'));
      expect(answer.text, what).to.include(`href="#${field}"`).and.not.include('<script>alert');
    }
    const kept = await merchant.post(OWN, { ...NOTHING, name: 'Моё имя', price: 'дорого' });
    expect(kept.text).to.include('value="Моё имя"').and.include('value="дорого"');
    expect(services.listings.overrides.size).to.equal(0);
  });

  it('takes odd but honest texts: other scripts, marks of direction, emoji beside words', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    for (const name of ['Чай 🍵 зелёный', '‮чай наоборот', '<b>Чай</b> & «пуэр»', "Чай ' OR 1=1"]) {
      expect((await merchant.post(OWN, { ...NOTHING, name })).status, name).to.equal(303);
      expect((await merchant.get(PAGE)).text, name).not.to.include('<b>Чай</b>');
    }
    expect(services.listings.overrides.size).to.equal(1);
    const twice = [await merchant.post(OWN, NOTHING), await merchant.post(OWN, NOTHING)];
    expect(
      twice.map(({ status }) => status),
      'sent twice',
    ).to.deep.equal([303, 303]);
    expect((await merchant.post(OWN, {})).status, 'nothing sent').to.equal(422);
    expect((await merchant.post(OWN, { ...NOTHING, name: ['a', 'b'] })).status, 'a list').to.equal(422);
  });

  it('gives a field into the merchant’s hands and takes it back', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const press = (on: string, field = 'price') => merchant.post(`${PAGE}/locks`, { key: 'key-1', field, on });
    expect((await press('1')).headers['location']).to.equal(`${PAGE}#locks`);
    expect([...services.listings.locks]).to.deep.equal(['key-1|price']);
    const { text } = await merchant.get(PAGE);
    expect(text).to.include('Цена: теперь вы ведёте вручную в VK').and.include('вести вручную в VK</span>');
    expect(text).to.match(/aria-checked="true" aria-label="Цена: вести вручную в VK"/u);
    await press('0');
    expect(services.listings.locks.size).to.equal(0);
    for (const [on, field] of [
      ['2', 'price'],
      ['1', 'stock'],
      ['', 'price'],
      ['1', '<script>'],
    ] as const)
      expect((await press(on, field)).status, `${on} ${field}`).to.equal(422);
  });

  it('pins a good and lets go of it', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    await merchant.post(`${PAGE}/pin`, { key: 'key-1', on: '1' });
    expect(services.listings.overrides.get('key-1' as never)).to.deep.equal({ isPinned: true });
    expect((await merchant.get(PAGE)).text)
      .to.include('Открепить')
      .and.include('этот товар пойдёт первым');
    await merchant.post(`${PAGE}/pin`, { key: 'key-1', on: '0' });
    expect((await merchant.get(PAGE)).text).to.include('Закрепить');
    expect((await merchant.post(`${PAGE}/pin`, { key: 'key-1', on: 'да' })).status).to.equal(422);
  });

  it('asks before a good that looks restricted is allowed, and says that it is written down', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const path = '/catalog/products/product-10';
    const asked = await merchant.post(`${path}/allow`, { key: 'key-10', on: '1' });
    expect(asked.status).to.equal(200);
    expect(asked.text).to.include('Мы запишем, что вы это подтвердили').and.include('настойка');
    expect(services.listings.overrides.size).to.equal(0);
    const done = await merchant.post(`${path}/allow`, { key: 'key-10', on: '1', confirmed: '1' });
    expect(done.headers['location']).to.equal(`${path}#reason`);
    expect(services.listings.overrides.get('key-10' as never)).to.deep.equal({ allowRestricted: true });
    expect((await merchant.get(path)).text)
      .to.include('Отозвать разрешение')
      .and.not.include('Это не такой товар…');
    await merchant.post(`${path}/allow`, { key: 'key-10', on: '0' });
    expect(services.listings.overrides.get('key-10' as never)).to.deep.equal({ allowRestricted: false });
  });

  it('never offers that for a good the law keeps out, and says so to whoever asks all the same', async () => {
    const { app, services } = buildTestSite();
    services.catalogue.till.products = services.catalogue.till.products.map(product =>
      product.id === 'product-10'
        ? { ...product, reason: { code: 'RESTRICTED_TYPE', params: { type: 'алкоголь' } } }
        : product,
    );
    services.listings.setOverride = () => Promise.reject(new AppError('conflict', 'OVERRIDE.NOT_ALLOWED'));
    const merchant = await loggedIn(app);
    expect((await merchant.get('/catalog/products/product-10')).text)
      .to.include('Товар нельзя продавать в VK')
      .and.not.include('product-10/allow');
    await merchant.post('/catalog/products/product-10/allow', { key: 'key-10', on: '1' });
    expect((await merchant.get('/catalog/products/product-10')).text).to.include('Этот товар нельзя разрешить');
  });

  it('tells what happened, a page at a time, each run with its link', async () => {
    const merchant = await loggedIn(buildTestSite().app);
    const { text } = await merchant.get(PAGE);
    expect(text).to.include(`12${NBSP}событий`).and.include('href="/sync/runs/318"');
    expect(text).to.include('Код VK.TITLE_REFUSED').and.include('Загружено своё фото');
    expect(text).to.include(`Своя цена: 350${NBSP}₽ → 385${NBSP}₽`);
    expect(text).to.include(`href="${PAGE}?page=2#timeline"`);
    const next = (await merchant.get(`${PAGE}?page=2`)).text;
    expect(next).to.include('Описание: оставили как в VK').and.include('Правило отбора: товар включён');
    expect((await merchant.get(`${PAGE}?page=мимо`)).status).to.equal(200);
  });
});
