import { expect } from 'chai';
import { AppError } from '../../src/domain/errors.js';
import { NBSP } from '../../src/domain/text/format-number.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn } from '../support/visitor.js';

describe('merging goods of several stores', () => {
  it('shows what would change before it is kept', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    expect((await merchant.get('/sync/merge')).text)
      .to.include('value="id" checked')
      .and.not.include('Объединять так');
    expect((await merchant.get('/sync/merge?merge_by=id')).text)
      .to.include('в VK ничего не изменится')
      .and.include('name="merge_by" value="id"')
      .and.include('Оставить так');
    const { text } = await merchant.get('/sync/merge?merge_by=barcode');
    expect(text).to.include('Карточек было 420, станет 402').and.include(`2${NBSP}товара в VK окажутся лишними`);
    expect(text).to.include('Бай Му Дань + Бай Му Дань (склад)');
    expect(services.sync.saved).to.deep.equal([]);
    const answer = await merchant.post('/sync/merge', { merge_by: 'barcode' });
    expect(answer.headers['location']).to.equal('/sync#settings');
    expect(services.sync.saved).to.deep.equal([{ merge_by: 'barcode' }]);
  });

  it('names the field of a way there is not, and says why one cannot be kept', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const wrong = await merchant.post('/sync/merge', { merge_by: 'colour' });
    expect(wrong.status).to.equal(422);
    expect(wrong.text).to.include('id="merge_by-error"');
    services.sync.saveSettings = () =>
      Promise.reject(new AppError('conflict', 'SETTING.INVALID', { field: 'merge_by' }));
    expect((await merchant.post('/sync/merge', { merge_by: 'article' })).headers['location']).to.equal('/sync/merge');
    expect((await merchant.get('/sync/merge')).text).to.include('Не удалось сохранить настройку');
  });
});

describe('the name cleaner', () => {
  it('shows names before and after, and keeps nothing until asked', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const { text } = await merchant.post('/sync/names', {
      act: 'preview',
      lower_shouting: 'true',
      abbreviations: 'ф. = фунт',
    });
    expect(text)
      .to.include(`37${NBSP}названий изменятся`)
      .and.include('ИНЬЧЖЭНЬ БАЙ ХАО')
      .and.include('Здесь первые 2');
    expect(text)
      .to.match(/id="lower_shouting"[^>]* checked/u)
      .and.include('ф. = фунт</textarea>');
    expect(services.sync.saved).to.deep.equal([]);
  });

  it('is kept with its list', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    const answer = await merchant.post('/sync/names', {
      act: 'save',
      expand_abbreviations: 'true',
      abbreviations: 'ф. = фунт',
    });
    expect(answer.headers['location']).to.equal('/sync#settings');
    expect(services.sync.saved).to.deep.equal([
      { lower_shouting: 'false', expand_abbreviations: 'true', abbreviations: 'ф. = фунт' },
    ]);
  });

  it('says at its field what is wrong with the list', async () => {
    const { app, services } = buildTestSite();
    const merchant = await loggedIn(app);
    services.sync.saveSettings = () =>
      Promise.reject(new AppError('invalid', 'SETTING.INVALID', { field: 'abbreviations' }));
    const answer = await merchant.post('/sync/names', { act: 'save', abbreviations: '<без равно>' });
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('id="abbreviations-error"').and.include('&lt;без равно&gt;</textarea>');
    const long = await merchant.post('/sync/names', { abbreviations: 'ф'.repeat(8001) });
    expect(long.status).to.equal(422);
  });
});
