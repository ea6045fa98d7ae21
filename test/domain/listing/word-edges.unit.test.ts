import { expect } from 'chai';
import { restrictedWordFinder } from '../../../src/domain/listing/find-restricted-word.js';
import { serviceWordFinder } from '../../../src/domain/listing/find-service-word.js';
import { wordTest } from '../../../src/domain/listing/word-match.js';

describe('a restricted word', () => {
  const find = (text: string, ...own: string[]) => restrictedWordFinder(own)([text]);

  it('passes when the good only goes with the drink', () => {
    for (const name of [
      'Бокал под вино',
      'Банка из-под виски',
      'Коктейль без водки',
      'Средство от пива',
      'Снеки к пиву',
    ])
      expect(find(name), name).to.equal(null);
    expect(find('Вино под заказ')).to.equal('вино');
  });

  it('is shown as it was listed, without the spaces around', () => {
    expect(find('Аппарат самогонный', '  самогон ')).to.equal('самогон');
  });

  it('is found in either part of a word with a hyphen, from its start', () => {
    expect(wordTest('сигарет')('мини-сигареты')).to.equal(true);
    expect(wordTest('сигарет')('мини-несигареты')).to.equal(false);
    expect(wordTest('эко-бутыль')('эко-бутыльный')).to.equal(true);
  });
});

describe('a service word', () => {
  const find = (name: string, ...list: string[]) => serviceWordFinder(list)(name);

  for (const packing of ['пакет', 'пакеты', 'бутылка', 'банка', 'коробка', 'ящик', 'тара', 'упаковка']) {
    it(`«${packing}» is the row itself, or only what the good is packed in`, () => {
      expect(find(`Фирменный ${packing}`, packing)).to.equal(packing);
      expect(find(`Молоко ${packing} 1 л`, packing)).to.equal(null);
      expect(find(`${packing} для подарка`, packing)).to.equal(null);
    });
  }

  it('takes no noun for an adjective', () => {
    expect(find('Мойва пакет', 'пакет')).to.equal(null);
  });

  it('does not count after a preposition', () => {
    expect(find('Ноутбук под залог', 'залог')).to.equal(null);
    expect(find('Залог', 'залог')).to.equal('залог');
  });

  it('is shown as it was listed, without the spaces around', () => {
    expect(find('Фирменный пакет', ' пакет ')).to.equal('пакет');
  });

  it('that is a phrase counts in brackets too, and only whole', () => {
    expect(find('Товар (свободная цена)', 'свободная цена')).to.equal('свободная цена');
    expect(find('Касса свободная', 'свободная цена')).to.equal(null);
  });
});
