import type { Random } from '../world/random.js';
import type { Shelf } from './shelf.js';

const LONG_NAME =
  'Набор подарочный праздничный большой "Золотая околица" (конфеты шоколадные ассорти, печенье сдобное, чай черный байховый листовой, ' +
  'кофе растворимый, мед цветочный, орехи в карамели) в коробке с лентой, новый';

/** Rows that should not go to VK, or go only after cleaning; the first store has the odd ones too. */
export function addGroceryDirt(shelf: Shelf, random: Random, store: number): void {
  const services = shelf.group('УСЛУГИ');
  shelf.good({ name: 'Ксерокопия А4', price: 10, type: 'SERVICE' }, services);
  shelf.good({ name: 'Оплата телефона', price: 0, type: 'SERVICE' }, services);
  shelf.good({ name: 'Доставка по району', price: 150, type: 'SERVICE' }, services);
  shelf.good({ name: 'пакет фирменный', price: 9, quantity: 512 });
  shelf.good({ name: 'Пакет-майка', price: 6, quantity: -1292 });
  shelf.good({ name: 'Позиция по свободной цене', price: 1, quantity: -4934 });
  shelf.good({ name: 'Тест конфеты', price: 1, quantity: 1 });
  shelf.good({ name: 'Бутылка пустая 1л', price: 12, quantity: 60 });
  shelf.good({ name: 'Цена уточняется', price: 0, quantity: 3 });
  shelf.group('Сезонное');
  if (store !== 0) return;
  shelf.good({ name: 'Яйцо шоколадное 🐣 с игрушкой', price: 119, quantity: 24 });
  shelf.good({ name: '<script>alert("касса")</script> Печенье', price: 60, quantity: 5 });
  shelf.good({ name: 'Чп', price: 45, quantity: 3 });
  shelf.good({ name: LONG_NAME.padEnd(211, '!').slice(0, 211), price: 1890, quantity: 2 });
  shelf.good({ name: 'Сыр Пармезан (вес)', price: 1490, cost_price: 1204.127, quantity: 2.335, measure_name: 'кг' });
  shelf.good({ name: 'Удобрение "Грядка" 1кг', price: 240, quantity: 8, type: 'FERTILIZER_MARKED' });
  shelf.good({
    name: 'Шоколадка с рекламой',
    price: 75,
    quantity: 30,
    description: 'Заказывайте на https://sladosti-optom.example/akcia прямо сейчас',
  });
  shelf.good({ name: 'Товар без цены', quantity: 4 });
  shelf.good({ name: 'Салат столичный 100гр', price: 62, quantity: 14, measure_name: 'шт' });
  shelf.good({ name: 'Салат столичный', price: 620, quantity: 3.4, measure_name: 'кг' });
  shelf.good({ name: 'Самокрутка подарочная', price: 300, quantity: 2, type: 'NICOTINE_MARKED', is_age_limited: true });
  // Two goods of one store with one barcode.
  const barcode = `460${random.digits(10)}`;
  shelf.good({ name: 'Жвачка мята', price: 49, quantity: 70, barcodes: [barcode] });
  shelf.good({ name: 'ЖВАЧКА МЯТА', price: 52, quantity: 11, barcodes: [barcode] });
  // Groups and goods whose parent is gone from the till.
  const lost = { id: random.uuid() };
  const orphan = shelf.group('Новый год');
  orphan.parent_id = lost.id;
  shelf.good({ name: 'Гирлянда "Метель" 5м', price: 390, quantity: 9 }, orphan);
  shelf.good({ name: 'Свеча столовая', price: 35, quantity: 44 }, lost);
}
