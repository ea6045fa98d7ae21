import { expect } from 'chai';
import { judgeTillType } from '../../../src/domain/listing/till-type.js';
import { listed, member, refused } from './build-till.js';

const FORBIDDEN_TYPES = [
  'ALCOHOL_MARKED',
  'ALCOHOL_NOT_MARKED',
  'BEER_MARKED',
  'BEER_MARKED_KEG',
  'TOBACCO_MARKED',
  'TOBACCO_PRODUCTS_MARKED',
  'MEDICINE_MARKED',
  'DIETARY_SUPPLEMENTS_MARKED',
  'NICOTINE_MARKED',
  'SUPPLEMENT',
  'NOT_ALCOHOL_TOBACCO',
  'alcohol_marked',
];
const UNKNOWN_TYPES = ['VAPE_MARKED', 'NOT_ALCOHOL', 'WATER', 'normal kind', '', null];
const PASSING_TYPES = [
  'NORMAL',
  'SERVICE',
  ...['SHOES', 'PERFUME', 'PHOTOS', 'TYRES', 'LIGHT_INDUSTRY', 'DAIRY', 'WATER', 'BIKE', 'FUR', 'JEWELRY', 'JUICE'].map(
    kind => `${kind}_MARKED`,
  ),
  'CAVIAR_MARKED',
  'GROCERIES_MARKED',
  'CANNED_FISH_MARKED',
];
const allowed = { overrides: { allowRestricted: true } };
const word = (name: string, group: readonly string[] = ['Разное'], restrictedWords: readonly string[] = []) =>
  refused(member({ name }, group), { settings: { restrictedWords, serviceWords: [] } })?.params['word'] ?? null;

describe('restricted goods', () => {
  it('never pass by type, whatever is marked, named or allowed', () => {
    for (const type of FORBIDDEN_TYPES) {
      for (const isExcisable of [true, false]) {
        for (const name of ['Бай Му Дань', 'Водка']) {
          expect(refused(member({ type, isExcisable, name }), allowed)?.code, type).to.equal('RESTRICTED_TYPE');
          expect(refused(member({ type, isExcisable, name }))?.code, type).to.equal('RESTRICTED_TYPE');
        }
      }
    }
  });

  it('never pass by a type unknown or absent', () => {
    for (const type of UNKNOWN_TYPES)
      expect(refused(member({ type }), allowed)?.code, String(type)).to.equal('UNKNOWN_TYPE');
    expect(refused(member({ type: null }))?.params).to.deep.equal({ type: 'не указан' });
  });

  it('let the known types pass', () => {
    for (const type of PASSING_TYPES) expect(listed(member({ type })).kind).to.equal('listing');
    expect(judgeTillType(' normal ').verdict).to.equal('passes');
  });

  it('stop at a mark until the merchant allows it', () => {
    for (const mark of [{ isExcisable: true }, { isAgeLimited: true }, { type: 'NOT_ALCOHOL_BEER_MARKED' }]) {
      expect(refused(member(mark))?.code).to.equal('RESTRICTED_MARK');
      expect(listed(member(mark), allowed).kind).to.equal('listing');
    }
    expect(refused(member({ isAgeLimited: true }))?.params).to.deep.equal({ mark: 'ограничение по возрасту' });
  });

  it('restrict the whole listing by one member', () => {
    const other = (change: object) => [member(), { ...member({ ...change, storeId: 'S2' as never }) }];
    expect(refused(other({ type: 'BEER_MARKED' }))?.code).to.equal('RESTRICTED_TYPE');
    expect(refused(other({ type: null }))?.code).to.equal('UNKNOWN_TYPE');
    expect(refused(other({ isExcisable: true }))?.code).to.equal('RESTRICTED_MARK');
    expect(refused(other({ name: 'Водка' }))?.code).to.equal('RESTRICTED_WORD');
  });

  describe('by word', () => {
    const caught: readonly (readonly [string, string])[] = [
      ['ВОДКА "БЕЛАЯ БЕРЁЗА" 0,5Л', 'водка'],
      ['BOДKA особая', 'водка'],
      ['Рюмочка водки', 'водка'],
      ['Сигареты Ява', 'сигарет'],
      ['Сигара кубинская', 'сигара'],
      ['КОНЬЯК 5*', 'коньяк'],
      ['Конфеты с коньяком', 'коньяк'],
      ['Виски 12 лет', 'виски'],
      ['Пиво светлое', 'пиво'],
      ['Напиток пива', 'пиво'],
      ['Вино красное сухое', 'вино'],
      ['Ром выдержанный', 'ром'],
      ['Ликер сливочный', 'ликёр'],
      ['Вейп одноразовый', 'вейп'],
      ['Жидкость для вейпа', 'вейп'],
      ['Табак трубочный', 'табак'],
      ['Энергетик алкогольный', 'алкоголь'],
      ['Смесь кальянная', 'кальян'],
      ['К празднику набор большой вино', 'вино'],
      ['Виски-кола', 'виски'],
      ['Пять сигар', 'сигара'],
      ['Набор чай-табак', 'табак'],
    ];
    for (const [name, found] of caught) it(`${name} is stopped`, () => expect(word(name)).to.equal(found));

    const passing = [
      'Крем РОМАШКА 75мл',
      'Кекс ром-баба',
      'Виноград кишмиш',
      'Уксус винный',
      'Дрожжи пивоваренные',
      'Шампунь пивной',
      'Бокал для вина',
      'Бокал для красного вина',
      'Снеки к пиву',
      'Квас безалкогольный',
      'Вискоза ткань',
      'Джинсы синие',
      'Табак душистый, семена',
      'Бадминтон набор',
      'Водолазка',
      'Комод',
      'Пивот',
    ];
    for (const name of passing) it(`${name} passes`, () => expect(word(name)).to.equal(null));

    it('looks at the group and its parents, and at a name written by hand', () => {
      expect(word('Балтика 7', ['Напитки', 'ПИВО', 'Светлое'])).to.equal('пиво');
      expect(refused(member(), { overrides: { name: 'Водка' } })?.code).to.equal('RESTRICTED_WORD');
    });

    it('adds the merchant’s words: from a word’s start, short ones as themselves, phrases in order', () => {
      const own = ['энергет', 'эль', 'Жидкость  для', ' '];
      expect(word('Энергетик 0,5', [], own)).to.equal('энергет');
      expect(word('Суперэнергетик', [], own)).to.equal(null);
      expect(word('Эля бутылка', [], own)).to.equal('эль');
      expect(word('Эльф игрушка', [], own)).to.equal(null);
      expect(word('ЖИДКОСТИ ДЛЯ снятия лака', [], own)).to.equal('Жидкость  для');
      expect(word('Для жидкость', [], own)).to.equal(null);
      expect(word('Бокал для вина', [], ['вино'])).to.equal('вино');
    });

    it('gives way to the merchant’s word', () => {
      expect(listed(member({ name: 'Конфеты с коньяком' }), allowed).kind).to.equal('listing');
    });
  });
});

describe('service rows', () => {
  const service = (name: string, serviceWords?: readonly string[]) =>
    refused(member({ name }), { settings: serviceWords === undefined ? {} : { serviceWords } })?.code === 'SERVICE_ROW';

  for (const name of [
    'Пакет',
    'ПАКЕТ ФИРМЕННЫЙ',
    'Фирменный пакет',
    'Пакет-майка 30*50',
    'Позиция по свободной цене',
    'Свободная цена',
    'Тест конфеты',
    'Товар тестовый',
    'Аренда помещения',
    'Доставка на дом',
    'Залог за кегу',
  ])
    it(`${name} stays out`, () => expect(service(name)).to.equal(true));

  for (const name of [
    'Тесто слоёное',
    'Тестер помады',
    'Тест на беременность',
    'Чай пакетированный',
    'Чай в пакетиках',
    'Чай в пакет 20 шт',
    'Бедро ЦБ охл.(пакет)',
    'Молоко пакет 1 л',
    'Помада (тест)',
    'Пакет для мусора',
    'Арендатор',
    'Залоговый талон',
  ])
    it(`${name} is a good`, () => expect(service(name)).to.equal(false));

  it('follow the merchant’s list', () => {
    expect(service('Пакет', [])).to.equal(false);
    expect(service('Стакан бумажный', ['стакан'])).to.equal(true);
    expect(service('Кофе в стакане', ['стакан'])).to.equal(false);
    expect(service('Чай улун', [' ', 'чай в подарок'])).to.equal(false);
    expect(service('Большой чай в подарок', [' ', 'чай в подарок'])).to.equal(true);
  });
});
