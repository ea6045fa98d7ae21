import type { Sandbox } from '../sandbox.js';
import { Random } from '../world/random.js';
import type { Merchant } from '../world/world.js';
import { newMerchant } from './new-merchant.js';
import { Shelf } from './shelf.js';

const NOUNS = [
  'Чашка',
  'Блокнот',
  'Свеча',
  'Плед',
  'Кружка',
  'Открытка',
  'Ваза',
  'Поднос',
  'Полотенце',
  'Корзина',
  'Фонарь',
  'Салфетка',
];
const TRAITS = ['«Ромашка»', '«Полдень»', '«Север»', '«Ручей»', '«Янтарь»', '«Сосна»', '«Туман»', '«Прибой»'];

/** Size of a generated merchant; goods and groups are per store. */
export interface GeneratedSize {
  goods: number;
  groups?: number;
  stores?: number;
  seed?: number;
}

/** A merchant for tests and benches: clean, unique names, every good saleable. Ids and tokens follow from `id`. */
export function generateMerchant(sandbox: Sandbox, id: string, size: GeneratedSize): Merchant {
  const number =
    Math.max(1000, ...[...sandbox.world.merchants.values()].map(merchant => merchant.groupId - 100_000)) + 1;
  const merchant = newMerchant(sandbox, {
    id,
    title: `Лавка ${id}`,
    number,
    owner: { firstName: 'Тест', lastName: id },
    screenName: `shop_${number}`,
    status: 'Создано для проверки',
  });
  // The id is part of the seed, so that two merchants of one size do not share product ids.
  const random = new Random(`${id}/${size.seed ?? 1}`);
  for (let store = 1; store <= (size.stores ?? 1); store += 1) {
    const shelf = new Shelf(merchant.till, random, `Магазин ${store}`, `Россия, г. Пробный, ул. ${store}-я`);
    const groups = Array.from({ length: size.groups ?? 5 }, (_, index) => shelf.group(`Группа ${index + 1}`));
    for (let row = 1; row <= size.goods; row += 1) {
      shelf.good(
        {
          name: `${random.pick(NOUNS)} ${random.pick(TRAITS)} ${String(row).padStart(5, '0')}`,
          price: random.int(50, 5000),
          cost_price: random.int(20, 49),
          quantity: random.int(1, 50),
          barcodes: [`460${String(row).padStart(10, '0')}`],
          article_number: String(row),
        },
        groups[row % Math.max(groups.length, 1)],
      );
    }
  }
  return merchant;
}
