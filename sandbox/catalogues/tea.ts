import type { Sandbox } from '../sandbox.js';
import { Random } from '../world/random.js';
import { newMerchant, newShop } from './new-merchant.js';
import { Shelf } from './shelf.js';
import { HERBS, LOOSE, TEAS, TEAWARE, type TeaRow } from './tea-goods.js';

/** «Чайная лавка»: one store, about 60 goods, weights and a little dirt; made to look well in the shop. */
export function loadTea(sandbox: Sandbox): void {
  const card = {
    id: 'tea',
    title: 'Чайная лавка',
    number: 1,
    owner: { firstName: 'Анна', lastName: 'Листова' },
    screenName: 'chaynaya_lavka',
    status: 'Чай из Китая и сборы с Алтая. Заваривайте не спеша',
  };
  const merchant = newMerchant(sandbox, card);
  // A second community of the same owner with its market off: the merchant has to choose.
  const draft = newShop(
    { ...card, title: 'Чайные вечера', screenName: 'tea_evenings', status: 'Встречи по субботам' },
    100_011,
    merchant.vkUserId,
    'none',
    sandbox.clock.now(),
  );
  sandbox.world.shops.set(draft.groupId, draft);

  const random = new Random('tea');
  const shelf = new Shelf(merchant.till, random, 'Чайная лавка на Садовой', 'Россия, г. Тверь, ул. Садовая, 12');
  for (const [title, rows] of TEAS) {
    const group = shelf.group(title);
    for (const row of rows) shelf.good(good(row, random), group);
    if (title === 'Пуэр') {
      const shu = shelf.group('Шу пуэр', group);
      shelf.good(
        good(['Шу пуэр «Старый погреб» 2016', 9.8, 'г', 540, 'Тёмный настой, сухофрукты и орех.'], random),
        shu,
      );
      shelf.good(
        good(['Шу пуэр в мандарине', 110, 'шт', 48, 'Один плод на чайник: цедра и мягкий пуэр.'], random),
        shu,
      );
      shelf.good(good(['Мини-точа «Пять минут»', 45, 'шт', 120, 'Прессованный кубик на одну заварку.'], random), shu);
    }
  }
  const herbs = shelf.group('Травяные сборы');
  for (const row of HERBS) shelf.good(good(row, random), herbs);
  const ware = shelf.group('Посуда');
  for (const row of TEAWARE) shelf.good(good(row, random), ware);
  for (const row of LOOSE) shelf.good(good(row, random));

  shelf.good({ name: 'Пробник', price: 0, quantity: 14, article_number: '1099' });
  shelf.good({
    name: 'Гёкуро урожая прошлого года',
    price: 1800,
    quantity: 0.35,
    measure_name: 'кг',
    allow_to_sell: false,
    article_number: '1098',
  });
  shelf.good({ name: 'Чайная церемония на двоих', price: 2500, type: 'SERVICE', article_number: '9001' });
  shelf.good({ name: 'Пакет крафтовый', price: 15, quantity: 310, type: 'NORMAL', article_number: '9002' });
}

function good(row: TeaRow, random: Random): Parameters<Shelf['good']>[0] {
  const [name, price, measure, quantity, description] = row;
  return {
    name,
    price,
    quantity,
    measure_name: measure,
    cost_price: Math.round(price * random.int(52, 68)) / 100,
    article_number: String(1000 + random.int(1, 899)),
    barcodes: [`20000${random.digits(8)}`],
    ...(description === undefined ? {} : { description }),
  };
}
