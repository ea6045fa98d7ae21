import { expect } from 'chai';
import { matches } from '../../src/services/catalogue/name-search.js';
import { bulkBar } from '../../src/web/catalogue/bulk-bar.js';
import { placeList } from '../../src/web/catalogue/place-list.js';
import { readingModel } from '../../src/web/catalogue/reading.page.js';
import { sortHeads, sortOptions, sortWords } from '../../src/web/catalogue/sort-headers.js';
import { NOW, minutesAgo } from '../support/fake-connections.js';
import { readingNow } from '../support/fake-catalogue.js';

describe('models of the catalogue', () => {
  it('find names by their words, in any order, without regard to case and ё', () => {
    expect(matches('Весёлая Горка', 'горка весел')).to.equal(true);
    expect(matches('Весёлая Горка', '')).to.equal(true);
    expect(matches('Весёлая Горка', 'горка чай')).to.equal(false);
    expect(matches('100%', '%')).to.equal(true);
    expect(matches('100', '%')).to.equal(false);
  });

  it('sort places by number and by Russian name, and keep equal ones in their order', () => {
    const rows = ['Точка 10', 'Точка 2', 'Ёлка', 'Жук'].map((name, index) => ({ name, n: index % 2 }));
    const names = (sort: string, page = 1): string[] =>
      placeList(rows, { search: '', sort, page }, (row, column) => (column === 'n' ? row.n : row.name)).rows.map(
        ({ name }) => name,
      );
    expect(names('')).to.deep.equal(rows.map(({ name }) => name));
    expect(names('name')).to.deep.equal(['Ёлка', 'Жук', 'Точка 2', 'Точка 10']);
    expect(names('-name')[0]).to.equal('Точка 10');
    expect(names('-n')).to.deep.equal(['Точка 2', 'Жук', 'Точка 10', 'Ёлка']);
    expect(names('', 99)).to.have.length(4);
  });

  it('lead from the head of a column to the other way round', () => {
    const columns = [{ label: 'Цена', sort: 'price', isNumber: true }, { label: 'Фильтр' }] as const;
    const orders = (current: string) =>
      sortHeads(columns, current, sort => sort).map(({ href, order }) => [href, order]);
    expect(orders('name')).to.deep.equal([
      ['price', null],
      [null, null],
    ]);
    expect(orders('price')[0]).to.deep.equal(['-price', 'ascending']);
    expect(orders('-price')[0]).to.deep.equal(['price', 'descending']);
    expect(sortOptions(columns, '-price').map(({ value, isCurrent }) => [value, isCurrent])).to.deep.equal([
      ['price', false],
      ['-price', true],
    ]);
    expect(sortWords(['a'])).to.deep.equal(['a', '-a']);
  });

  it('offer all that were found only where more were found than shown, and not too many', () => {
    const label = (shown: number, total: number) => bulkBar({ fields: [], shown, total }).allLabel;
    expect(label(50, 50)).to.equal(null);
    expect(label(50, 312)).to.include('312');
    expect(label(50, 5001)).to.equal(null);
    expect(bulkBar({ fields: [], shown: 1, total: 1, mayBringBack: true }).actions.at(-1)?.mode).to.equal('bring_back');
  });

  it('tell how a reading goes on, and nothing of one that ended well', () => {
    expect(readingModel(null, NOW)).to.equal(null);
    expect(readingModel(readingNow({ state: 'done' }), NOW)).to.equal(null);
    expect(readingModel(readingNow(), NOW)).to.include({ isActive: true, done: 1, total: 3 });
    expect(readingModel(readingNow({ storesTotal: 0, storeName: '' }), NOW)).to.include({
      title: 'Читаем список магазинов',
      steps: '',
    });
    const failed = readingModel(readingNow({ state: 'failed', code: 'EVOTOR.DOWN', finishedAt: minutesAgo(2) }), NOW);
    expect(failed).to.include({ isActive: false });
    expect(failed?.card?.code).to.equal('EVOTOR.DOWN');
  });
});
