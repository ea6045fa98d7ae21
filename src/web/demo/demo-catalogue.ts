import type { GroupId, ProductId, StoreId } from '../../domain/brand.js';
import { kopecksFromRoubles } from '../../domain/money.js';
import { milliFromUnits } from '../../domain/quantity.js';
import type { TillGroup, TillProduct, TillStore } from '../../domain/till.js';

/** A tea shop nobody owns, as a till would show it: most of it is fine, and some of it is as tills are. */
export const DEMO_STORE: TillStore = {
  id: 'demo-store' as StoreId,
  name: 'Чайная лавка (пример)',
  address: 'Казань, ул. Примерная, 7',
};

const group = (id: string, name: string): TillGroup => ({
  id: id as GroupId,
  storeId: DEMO_STORE.id,
  parentId: null,
  name,
  attributes: [],
});

export const DEMO_GROUPS: readonly TillGroup[] = [
  group('green', 'Зелёный чай'),
  group('dark', 'Чёрный чай и пуэр'),
  group('herbs', 'Травы и добавки'),
  group('ware', 'Посуда'),
  group('sweets', 'Сладости'),
  group('drinks', 'Напитки и прочее'),
];

type Extra = Partial<Pick<TillProduct, 'type' | 'allowToSell' | 'description' | 'measureName'>> & {
  readonly left?: number;
};

let made = 0;
function good(groupId: string, name: string, roubles: number | null, extra: Extra = {}): TillProduct {
  made += 1;
  const { left = 12, ...rest } = extra;
  return {
    id: `demo-${made}` as ProductId,
    storeId: DEMO_STORE.id,
    groupId: groupId as GroupId,
    name,
    type: 'NORMAL',
    price: roubles === null ? null : kopecksFromRoubles(roubles),
    costPrice: null,
    quantity: milliFromUnits(left),
    measureName: 'шт',
    allowToSell: true,
    description: null,
    articleNumber: null,
    code: null,
    barcodes: [],
    attributesChoices: {},
    isExcisable: false,
    isAgeLimited: false,
    ...rest,
  };
}

const WEIGHED: Extra = { measureName: 'кг', left: 1.4 };

export const DEMO_GOODS: readonly TillProduct[] = [
  good('green', 'Лунцзин «Колодец дракона»', 4200, {
    ...WEIGHED,
    description: 'Весенний сбор, плоский лист, вкус жареных каштанов.',
  }),
  good('green', 'СЕНЧА ЯПОНСКАЯ', 2900, WEIGHED),
  good('green', 'Би Ло Чунь «Изумрудные спирали»', 3650.5, WEIGHED),
  good('green', 'Молочный улун', 2450, WEIGHED),
  good('green', 'Те Гуань Инь', 3100, WEIGHED),
  good('green', 'Жасминовый чай с почками', 2200, WEIGHED),
  good('green', 'Ганпаудер зел. круп. лист', 1450, WEIGHED),
  good('green', 'Пробник зелёного чая', null),
  good('dark', 'Шу пуэр «Старое дерево» 2016, блин 357 г', 1890, { left: 8 }),
  good('dark', 'Шэн пуэр Мэнхай, точа 100 г', 640, { left: 20 }),
  good('dark', 'Дянь Хун «Золотые почки»', 3300, WEIGHED),
  good('dark', 'АССАМ ИНДИЙСКИЙ КРУПНОЛИСТОВОЙ', 1280, WEIGHED),
  good('dark', 'Эрл Грей с бергамотом', 1350, WEIGHED),
  good('dark', 'Кимун, подарочная жестяная банка 150 г', 980, { left: 5 }),
  good(
    'dark',
    'Подарочный набор «Большое чайное путешествие по провинциям Юньнань, Фуцзянь и Аньхой»: двенадцать чаёв по 25 г в деревянной шкатулке с картой и книгой',
    5600,
    { left: 2 },
  ),
  good('herbs', 'Иван-чай ферментированный', 890, WEIGHED),
  good('herbs', 'Чабрец', 620, WEIGHED),
  good('herbs', 'Мята перечная сушёная', 540, WEIGHED),
  good('herbs', 'Каркаде, цв. суданской розы', 720, WEIGHED),
  good('herbs', 'Корица палочки 10 шт', 180),
  good('herbs', 'Мёд гречишный 250 г', 320, { left: 14 }),
  good('ware', 'Гайвань фарфоровая 120 мл', 990, { left: 6 }),
  good('ware', 'Чайник из исинской глины 180 мл', 5400, {
    left: 1,
    description: 'Ручная работа. Носик с ситечком, крышка на шнурке.',
  }),
  good('ware', 'Пиала «Журавль» 60 мл', 260, { left: 30 }),
  good('ware', 'Чахай стеклянный 300 мл', 720, { left: 7 }),
  good('ware', 'ТЕРМОКРУЖКА С СИТОМ 400 МЛ', 1190, { left: 9 }),
  good('ware', 'Чабань бамбуковая 40×25 см', 3200, { left: 0, allowToSell: false }),
  good('ware', 'Венчик для матча бамбуковый', 850, { left: 4 }),
  good('sweets', 'Пастила яблочная белёвская 200 г', 390, { left: 18 }),
  good('sweets', 'Халва подсолнечная', 480, WEIGHED),
  good('sweets', 'Варенье из сосновых шишек 250 г', 420, { left: 11 }),
  good('sweets', 'Шоколад тёмный 72 % 100 г', 249.9, { left: 25 }),
  good('sweets', 'Козинаки кунжутные', 95, { left: 40 }),
  good('sweets', 'Финики Меджул', 1150, WEIGHED),
  good('drinks', 'Комбуча имбирная 0,5 л', 210, { left: 16 }),
  good('drinks', 'Матча-латте в банке 0,33 л', 230, { left: 12 }),
  good('drinks', 'Пиво светлое «Жигулёвское» 0,5 л', 140, { type: 'BEER_MARKED', left: 24 }),
  good('drinks', 'Вино безалкогольное белое', 590, { left: 6 }),
  good('drinks', 'Кальянная смесь «Мята» 50 г', 350, { type: 'TOBACCO_MARKED', left: 10 }),
  good('drinks', 'Пакет-майка', 5, { left: 400 }),
  good('drinks', 'Чайная церемония, 1 час', 1500, { type: 'SERVICE', left: 0 }),
  good('drinks', 'Свободная цена', 1, { left: 0 }),
];
