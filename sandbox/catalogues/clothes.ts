import type { Sandbox } from '../sandbox.js';
import { Random } from '../world/random.js';
import type { TillGroup } from '../world/till.js';
import { newMerchant } from './new-merchant.js';
import { Shelf } from './shelf.js';

type Model = readonly [name: string, price: number, colours: readonly string[], sizes: readonly string[]];

const LETTERS = ['S', 'M', 'L', 'XL'];
const WAIST = ['44', '46', '48', '50'];
const WOMEN_FEET = ['36', '37', '38', '39', '40'];
const MEN_FEET = ['41', '42', '43', '44'];
const KIDS = ['98', '104', '110', '116'];

const FOLDERS: readonly (readonly [title: string, type: string, models: readonly Model[]])[] = [
  [
    'Женская одежда',
    'LIGHT_INDUSTRY_MARKED',
    [
      ['Платье «Полдень» лён', 4290, ['Молочный', 'Терракота'], LETTERS],
      ['Блузка «Ирис»', 2490, ['Белый', 'Голубой'], LETTERS],
      ['Юбка миди плиссе', 2890, ['Графит', 'Олива'], LETTERS],
      ['Кардиган «Север» шерсть', 5190, ['Серый', 'Бордо'], LETTERS],
      ['Брюки прямые', 3290, ['Чёрный', 'Песочный'], WAIST],
      ['Пальто «Ноябрь» шерсть', 12900, ['Верблюжий', 'Графит'], WAIST],
      ['Топ трикотажный', 1190, ['Белый', 'Чёрный', 'Лаванда'], LETTERS],
    ],
  ],
  [
    'Мужская одежда',
    'LIGHT_INDUSTRY_MARKED',
    [
      ['Рубашка «Шкипер» хлопок', 2990, ['Белый', 'Синий'], LETTERS],
      ['Футболка базовая', 990, ['Белый', 'Чёрный', 'Хаки'], LETTERS],
      ['Джинсы прямые 501-К', 3990, ['Индиго', 'Чёрный'], WAIST],
      ['Свитер «Рыбак»', 4490, ['Экрю', 'Тёмно-синий'], LETTERS],
      ['Куртка «Перевал»', 8990, ['Хаки', 'Чёрный'], WAIST],
      ['Спортивный костюм «Старт»', 5990, ['Графит', 'Синий'], LETTERS],
      ['Поло пике', 1890, ['Белый', 'Зелёный', 'Синий'], LETTERS],
    ],
  ],
  [
    'Детская одежда',
    'LIGHT_INDUSTRY_MARKED',
    [
      ['Комбинезон «Лисёнок»', 2690, ['Рыжий', 'Мятный'], KIDS],
      ['Пижама «Сонный кит»', 1290, ['Голубой', 'Розовый'], KIDS],
      ['Водолазка дет.', 790, ['Белый', 'Красный', 'Горчица'], KIDS],
      ['Платье «Ромашка» дет.', 1690, ['Жёлтый', 'Белый'], KIDS],
      ['Шорты «Каникулы»', 890, ['Синий', 'Жёлтый'], KIDS],
    ],
  ],
  [
    'Женская обувь',
    'SHOES_MARKED',
    [
      ['Ботинки жен.31045 нат.кожа', 6490, ['Чёрный', 'Коньяк'], WOMEN_FEET],
      ['Туфли-лодочки «Вектра»', 4990, ['Бежевый', 'Чёрный'], WOMEN_FEET],
      ['Кеды «Прибой»', 3490, ['Белый'], WOMEN_FEET],
      ['Балетки замша', 2990, ['Пудра', 'Чёрный'], WOMEN_FEET],
      ['Сапоги зимние «Карелия»', 9490, ['Чёрный'], WOMEN_FEET],
    ],
  ],
  [
    'Мужская обувь',
    'SHOES_MARKED',
    [
      ['Дерби «Корсаков»', 7290, ['Чёрный', 'Табак'], MEN_FEET],
      ['Кроссовки «Марш»', 5490, ['Серый', 'Чёрный'], MEN_FEET],
      ['Сандалии кожаные', 3990, ['Коричневый'], MEN_FEET],
    ],
  ],
];

const ACCESSORIES: readonly (readonly [name: string, price: number])[] = [
  ['Шарф «Туман» мохер', 1890],
  ['Шапка бини', 990],
  ['Перчатки кожаные жен.', 2290],
  ['РЕМЕНЬ МУЖ. НАТ.КОЖА 35ММ', 1490],
  ['Носки хлопок 3 пары', 390],
  ['Колготки 40 ден', 290],
  ['Сумка-шопер лён', 1190],
  ['Рюкзак городской', 3890],
  ['Зонт-трость', 1790],
  ['Очки солнцезащитные', 1590],
  ['Платок шёлковый «Сад»  70×70', 2490],
  ['Берет фетровый', 1690],
  ['Кошелёк', 1990],
  ['Крем д/обуви черный', 240],
  ['Стельки зимние р.36-45', 190],
  ['Шнурки 120см', 90],
];

/** «Одежда и обувь»: variant groups with sizes and colours, each variant a good of its own; about 250 rows. */
export function loadClothes(sandbox: Sandbox): void {
  const merchant = newMerchant(sandbox, {
    id: 'clothes',
    title: 'Одежда и обувь',
    number: 3,
    owner: { firstName: 'Марина', lastName: 'Швец' },
    screenName: 'odezhda_vektra',
    status: 'Одежда и обувь для всей семьи',
  });
  const random = new Random('clothes');
  const shelf = new Shelf(
    merchant.till,
    random,
    'Одежда и обувь, ТЦ «Прибой»',
    'Россия, г. Ярославль, ул. Свободы, 30',
  );
  for (const [title, type, models] of FOLDERS) {
    const folder = shelf.group(title);
    for (const model of models) addModel(shelf, folder, model, type, random);
  }
  const accessories = shelf.group('Аксессуары');
  for (const [name, price] of ACCESSORIES) {
    shelf.good(
      {
        name,
        price,
        quantity: random.int(0, 25),
        barcodes: [`460${random.digits(10)}`],
        article_number: `АК-${random.digits(3)}`,
      },
      accessories,
    );
  }
  shelf.good({ name: 'Подгонка по фигуре', price: 700, type: 'SERVICE' });
  shelf.good({ name: 'Сертификат подарочный', price: 3000, quantity: 20 });
}

function addModel(
  shelf: Shelf,
  folder: TillGroup,
  [name, price, colours, sizes]: Model,
  type: string,
  random: Random,
): void {
  const size = shelf.attribute('Размер', sizes);
  const colour = shelf.attribute('Цвет', colours);
  const model = shelf.group(name, folder, [size, colour]);
  const article = random.digits(5);
  for (const tone of colour.choices) {
    for (const step of size.choices) {
      shelf.good(
        {
          name: `${name} ${tone.name} ${step.name}`,
          price,
          cost_price: Math.round(price * 0.55),
          type,
          tax: 'VAT_20',
          quantity: random.chance(0.15) ? 0 : random.int(1, 6),
          article_number: article,
          barcodes: [`460${random.digits(10)}`],
          attributes_choices: { [size.id]: step.id, [colour.id]: tone.id },
        },
        model,
      );
    }
  }
}
