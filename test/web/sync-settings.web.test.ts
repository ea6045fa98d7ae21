import { expect } from 'chai';
import { DEFAULT_SETTINGS } from '../../src/domain/settings.js';
import { NBSP } from '../../src/domain/text/format-number.js';
import { SETTINGS } from '../../src/services/sync/settings-table.js';
import { settingTexts } from '../../src/web/sync/settings.page.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

/** The form as it stands, unticked boxes left out, as a browser sends it. */
const FORM = Object.fromEntries(Object.entries(settingTexts(DEFAULT_SETTINGS)).filter(([, text]) => text !== 'false'));
const SWITCHES = new Set(['refresh_till', 'refresh_shop', 'mirror']);
/** Settings with a page of their own. */
const ELSEWHERE = new Set(['merge_by', 'lower_shouting', 'expand_abbreviations', 'abbreviations']);
/** Any text is a value of these, but for signs that nobody sees, and more than they hold. */
const TEXTS = new Set(['description_template', 'service_words', 'restricted_words']);

const BAD: Readonly<Record<string, string>> = {
  'far too long': '9'.repeat(20_000),
  'a word': 'много',
  'a script': '<script>alert(1)</script>',
  'a null byte': '1\u0000',
  'right to left and emoji': '\u202e١٢٣🍵',
};
/** What may be left empty, and means something then. */
const MAY_BE_EMPTY = new Set([...TEXTS, 'price_floor_margin', 'stock_buffer', 'stock_cap', 'limit_adds_per_day']);

describe('the settings form', () => {
  const form = async () => {
    const { app, services } = buildTestSite();
    return { services, merchant: await loggedIn(app) };
  };

  it('has every setting that has no page of its own', async () => {
    const { merchant } = await form();
    const { text } = await merchant.get('/sync');
    for (const { name } of SETTINGS) if (!ELSEWHERE.has(name)) expect(text, name).to.include(`name="${name}"`);
    for (const path of ['/sync/merge', '/sync/names']) expect(text).to.include(`href="${path}"`);
  });

  it('sent as it stands changes nothing', async () => {
    const { merchant, services } = await form();
    expect((await merchant.post('/sync/settings', FORM)).status).to.equal(303);
    const { merge_by, lower_shouting, expand_abbreviations, abbreviations, ...rest } = Object.fromEntries(
      SETTINGS.map(({ name, show }) => [name, show(DEFAULT_SETTINGS)]),
    );
    expect([merge_by, lower_shouting, expand_abbreviations]).to.deep.equal(['id', false, false]);
    expect(abbreviations).to.be.an('array');
    expect(Object.keys(services.sync.saved[0] ?? {}).sort()).to.deep.equal(Object.keys(rest).sort());
  });

  for (const name of Object.keys(settingTexts(DEFAULT_SETTINGS))) {
    const bad = { ...BAD, ...(MAY_BE_EMPTY.has(name) ? {} : { 'nothing at all': '' }) };
    for (const [what, value] of Object.entries(bad)) {
      const isText = TEXTS.has(name) && !value.includes('\u0000') && value.length < 10_000;
      if (isText) continue;
      it(`names ${name} when it is ${what}, and keeps what was typed`, async () => {
        const { merchant, services } = await form();
        for (const path of ['/sync/settings', '/sync/settings/try']) {
          const answer = await merchant.post(path, { ...FORM, [name]: value });
          expect(answer.status, path).to.equal(422);
          expect(answer.text)
            .to.include(`href="#${name}"`)
            .and.match(new RegExp(`id="${name}"`, 'u'));
          if (!SWITCHES.has(name)) expect(answer.text).to.include(`id="${name}-error"`);
          expect(answer.text).not.to.include('<script>alert');
        }
        expect(services.sync.saved).to.deep.equal([]);
        expect(services.preview.tries).to.have.length(0);
      });
    }
  }

  it('takes a field once: the same one twice is no text', async () => {
    const { merchant } = await form();
    const answer = await merchant.post('/sync/settings', { ...FORM, price_multiplier: ['1', '2'] });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="price_multiplier-error"');
  });
});

describe('settings tried on own goods', () => {
  const site = async () => {
    const { app, services } = buildTestSite();
    return { services, merchant: await loggedIn(app) };
  };

  it('show three goods as they are now, before anything is typed', async () => {
    const { merchant } = await site();
    const { text } = await merchant.get('/sync');
    expect(text).to.include('Что получится на ваших товарах').and.include('Пока ничего не изменено');
    expect(text.match(/class="try"/gu)).to.have.length(3);
    expect(text).to.include('hx-post="/sync/settings/try"').and.include('formaction="/sync/settings/try#try"');
    expect(text).to.include('htmx.min');
  });

  it('show what would come of the form as it is typed, and keep nothing', async () => {
    const { merchant, services } = await site();
    const _csrf = await merchant.token();
    const answer = await merchant
      .postWithoutToken('/sync/settings/try', { ...FORM, price_multiplier: '1,1', _csrf })
      .set('HX-Request', 'true');
    expect(answer.status).to.equal(200);
    expect(answer.text).not.to.include('<html');
    expect(answer.text).to.include(`12${NBSP}350${NBSP}₽ за шт`).and.include(`13${NBSP}585${NBSP}₽`);
    expect(answer.text).to.include(`сейчас 12${NBSP}350${NBSP}₽`).and.include(`Изменится цена у 180${NBSP}товаров`);
    expect(answer.text).to.include('hx-swap-oob="innerHTML:#try-effect"');
    expect(services.sync.saved).to.deep.equal([]);
    expect(services.preview.tries.at(-1)).to.include({ price_multiplier: '1.1' });
  });

  it('without scripts come with the whole page, as it was typed', async () => {
    const { merchant } = await site();
    const answer = await merchant.post('/sync/settings/try', {
      ...FORM,
      price_multiplier: '1,1',
      price_rounding: 'x9',
    });
    expect(answer.status).to.equal(200);
    expect(answer.text).to.include('value="1,1"').and.include('<option value="x9" selected>');
    expect(answer.text).to.include(`13${NBSP}589${NBSP}₽`).and.not.include('hx-swap-oob');
    expect((await merchant.get('/sync')).text).to.include('value="1"');
  });

  it('say which fields are in the way', async () => {
    const { merchant } = await site();
    const _csrf = await merchant.token();
    const piece = await merchant
      .postWithoutToken('/sync/settings/try', { ...FORM, price_multiplier: '<1>', _csrf })
      .set('HX-Request', 'true');
    expect(piece.status).to.equal(200);
    expect(piece.text).to.include('href="#price_multiplier"').and.not.include('class="try"');
    const page = await merchant.post('/sync/settings/try', { ...FORM, stock_mode: 'exact', stock_buffer: '77' });
    expect(page.status).to.equal(422);
    expect(page.text).to.include('id="stock_mode-error"');
  });

  it('say why a good would leave', async () => {
    const { merchant } = await site();
    const answer = await merchant.post('/sync/settings/try', { ...FORM, service_words: 'пуэр' });
    expect(answer.text).to.include('Не попадёт в VK').and.include(`2${NBSP}товара окажутся без цены`);
  });

  it('need the token of the form, and lead back when the page of a try is opened', async () => {
    const { merchant } = await site();
    expect((await merchant.postWithoutToken('/sync/settings/try', FORM)).status).to.equal(403);
    expect((await merchant.get('/sync/settings/try')).headers['location']).to.equal('/sync#settings');
  });
});
