import type { Sandbox } from '../sandbox.js';
import { Random } from '../world/random.js';
import type { TillGroup } from '../world/till.js';
import { addGroceryDirt } from './grocery-dirt.js';
import { readGroceryGroups, type GroceryGroup } from './grocery-groups.js';
import { dirtyName } from './name-dirt.js';
import { newMerchant } from './new-merchant.js';
import { Shelf, type GoodCard } from './shelf.js';

interface Article {
  group: string;
  card: GoodCard;
}

const STORES = [
  { name: 'Магазин у дома №1', address: 'Россия, г. Кострома, ул. Лесная, 4', share: 0.95, priceShift: 1 },
  { name: 'Магазин у дома №2', address: 'Россия, г. Кострома, пр-т Мира, 57', share: 0.72, priceShift: 1.04 },
  {
    name: 'У дома — киоск на вокзале',
    address: 'Россия, г. Кострома, Вокзальная пл., 1',
    share: 0.5,
    priceShift: 1.12,
  },
];

/** «Магазин у дома»: three stores that share an assortment (same barcodes, other ids and prices), about 3,000 rows in all. */
export function loadGrocery(sandbox: Sandbox): void {
  const merchant = newMerchant(sandbox, {
    id: 'grocery',
    title: 'Магазин у дома',
    number: 2,
    owner: { firstName: 'Сергей', lastName: 'Полевой' },
    screenName: 'u_doma_kostroma',
    status: 'Продукты рядом с домом, открыто с 8 до 22',
  });
  const random = new Random('grocery');
  const table = readGroceryGroups();
  const assortment = table.groups.flatMap(group => makeArticles(group, table.brands, random));
  STORES.forEach((place, number) => {
    const shelf = new Shelf(merchant.till, random, place.name, place.address);
    const groups = makeGroups(shelf, table.groups);
    for (const { group, card } of assortment) {
      if (!random.chance(place.share)) continue;
      const parent = random.chance(0.03) ? undefined : groups.get(group);
      shelf.good({ ...card, price: shifted(card.price ?? 0, place.priceShift), ...stock(card, random) }, parent);
    }
    addGroceryDirt(shelf, random, number);
  });
}

function makeGroups(shelf: Shelf, table: GroceryGroup[]): Map<string, TillGroup> {
  const groups = new Map<string, TillGroup>();
  for (const { title, parent } of table) {
    if (parent !== undefined && !groups.has(parent)) groups.set(parent, shelf.group(parent));
    groups.set(title, shelf.group(title, parent === undefined ? undefined : groups.get(parent)));
  }
  return groups;
}

function makeArticles(group: GroceryGroup, brands: string[], random: Random): Article[] {
  // The table's counts are for a small shop; this factor brings three stores to about 3,000 rows.
  return Array.from({ length: Math.round(group.count * 1.02) }, () => {
    const size = random.pick(group.sizes);
    const words = [
      random.pick(group.nouns),
      group.branded ? `"${random.pick(brands)}"` : '',
      random.pick(group.traits),
      size,
    ];
    const name = dirtyName(words.filter(word => word !== '').join(' '), random);
    const price = prettyPrice(random, group.price);
    const byWeight = group.measure === 'кг' || size === '(вес)';
    const card: GoodCard = {
      name,
      price,
      type: group.type,
      measure_name: byWeight ? 'кг' : group.measure,
      tax: random.pick(['VAT_10', 'VAT_20', 'NO_VAT']),
      cost_price: Math.round((price / (1.18 + random.next() * 0.14)) * 100) / 100,
      barcodes: random.chance(0.06) ? [] : [byWeight ? `2${random.digits(6)}` : `460${random.digits(10)}`],
      ...(random.chance(0.4) ? { article_number: random.digits(5) } : {}),
      ...group.flags,
    };
    if (group.type.startsWith('ALCOHOL'))
      Object.assign(card, {
        alcohol_by_volume: random.pick([11, 12.5, 40]),
        alcohol_product_kind_code: 200,
        tare_volume: 0.5,
      });
    return { group: group.title, card };
  });
}

function prettyPrice(random: Random, [from, to]: readonly [number, number]): number {
  // Cheap goods are more common than dear ones.
  const value = from + (to - from) * random.next() ** 2;
  return random.chance(0.6) ? Math.max(1, Math.round(value)) : Math.round(value * 10) / 10;
}

function shifted(price: number, shift: number): number {
  return Math.round(price * shift * 10) / 10;
}

/** About a third is out of stock, weight goods have grams, some tills sold into minus. */
function stock(card: GoodCard, random: Random): Pick<GoodCard, 'quantity'> {
  if (random.chance(0.32)) return { quantity: 0 };
  if (random.chance(0.015)) return { quantity: -random.int(1, 40) };
  return {
    quantity:
      card.measure_name === 'кг' || card.measure_name === 'л' ? random.int(300, 45_000) / 1000 : random.int(1, 90),
  };
}
