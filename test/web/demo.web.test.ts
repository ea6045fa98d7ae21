import { expect } from 'chai';
import { DEMO_GOODS, DEMO_GROUPS } from '../../src/web/demo/demo-catalogue.js';
import { demoPage } from '../../src/web/demo/demo.page.js';
import { DEMO_DEFAULTS } from '../../src/web/demo/demo.schema.js';
import { runDemo } from '../../src/web/demo/run-demo.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';

const tiles = (wish = DEMO_DEFAULTS) => demoPage(wish, false).model.tiles.map(({ value }) => Number(value));

describe('the example shop', () => {
  it('is a till as tills are: most goods pass, and each kind of refusal is there', () => {
    expect(DEMO_GROUPS).to.have.length(6);
    expect(DEMO_GOODS.length).to.be.within(38, 48);
    const codes = new Set(
      runDemo(DEMO_DEFAULTS).flatMap(({ result }) => (result.kind === 'not_listed' ? [result.code] : [])),
    );
    expect([...codes].sort()).to.deep.equal([
      'NOT_FOR_SALE',
      'NO_PRICE',
      'RESTRICTED_TYPE',
      'RESTRICTED_WORD',
      'SERVICE_ROW',
    ]);
    expect(new Set(DEMO_GOODS.map(({ id }) => id)).size).to.equal(DEMO_GOODS.length);
  });

  it('adds up, whatever is switched off', () => {
    for (const off of [[], ['green'], ['green', 'drinks'], DEMO_GROUPS.map(({ id }) => id)]) {
      const [onTill, selected, inVk, withReason] = tiles({ ...DEMO_DEFAULTS, off });
      expect(onTill).to.equal(DEMO_GOODS.length);
      expect((inVk ?? 0) + (withReason ?? 0)).to.equal(selected);
      if (off.length === 6) expect(selected).to.equal(0);
    }
  });

  it('obeys price, rounding, weight and names like the real thing', () => {
    const result = (name: string, over: Partial<typeof DEMO_DEFAULTS>) => {
      const found = runDemo({ ...DEMO_DEFAULTS, ...over }).find(({ product }) => product.name === name)?.result;
      if (found?.kind !== 'listing') throw new Error('expected a listing');
      return found;
    };
    expect(result('Чабрец', { multiplier: '1.1', rounding: 'x9' }).price).to.equal(68_900);
    expect(result('Чабрец', { weightUnit: '100g' }).price).to.equal(6200);
    expect(result('СЕНЧА ЯПОНСКАЯ', { cleanNames: true }).name).to.equal('Сенча японская');
    expect(result('СЕНЧА ЯПОНСКАЯ', {}).name).to.equal('СЕНЧА ЯПОНСКАЯ');
    const long = DEMO_GOODS.find(({ name }) => name.length > 100)?.name ?? '';
    expect(result(long, {}).name.length).to.be.at.most(100);
  });

  it('is open to everybody, says that it is an example, and changes nothing', async () => {
    const { app, services } = buildTestSite();
    for (const who of [visitor(app), await loggedIn(app)]) {
      const { status, text } = await who.get('/demo');
      expect(status).to.equal(200);
      expect(text).to.include('Это пример, с вашим магазином ничего не происходит');
      expect(text).not.to.include('method="post" action="/demo');
      expect(text.match(/class="buyer"/gu)).to.have.length(4);
    }
    expect(services.sync.saved).to.deep.equal([]);
  });

  it('takes its switches from the address', async () => {
    const { app } = buildTestSite();
    const { text } = await visitor(app).get('/demo?set=1&group=ware&multiplier=1,15&rounding=10&weight=100g&names=1');
    expect(text).to.include('value="1,15"').and.include('id="group-ware" name="group" value="ware" checked');
    expect(text).to.include('id="group-green" name="group" value="green">');
    expect(text).to.include('1\u00a0140\u00a0₽');
  });

  for (const [name, multiplier] of [
    ['empty', ''],
    ['no number', 'много'],
    ['too much', '9999'],
    ['nothing', '0'],
    ['a script', '<script>alert(1)</script>'],
    ['a null byte', '1\u0000'],
    ['right to left', '\u202e5,1'],
    ['an emoji', '🍵'],
    ['very long', '1'.repeat(3000)],
  ] as const)
    it(`keeps what was typed and says what is wrong with a multiplier that is ${name}`, async () => {
      const { app } = buildTestSite();
      const { status, text } = await visitor(app).get(
        `/demo?${new URLSearchParams({ set: '1', group: 'green', multiplier }).toString()}`,
      );
      expect(status).to.equal(422);
      expect(text).to.include('aria-invalid="true"').and.include('href="#multiplier"').and.not.include('<script>alert');
      expect(text).to.include('Все товары примера');
    });

  it('takes unknown choices for the plain ones', async () => {
    const { app } = buildTestSite();
    const { status } = await visitor(app).get('/demo?set=1&group=nowhere&rounding=7&weight=pood&multiplier=1');
    expect(status).to.equal(200);
  });
});
