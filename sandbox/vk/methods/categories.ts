interface Category {
  id: number;
  name: string;
  children?: Category[];
}

/** A small part of VK's tree; 40932 is the product's default category. */
const TREE: Category[] = [
  {
    id: 40929,
    name: 'Напитки',
    children: [
      { id: 40932, name: 'Чай' },
      { id: 40933, name: 'Кофе' },
      { id: 40934, name: 'Вода и соки' },
    ],
  },
  {
    id: 40940,
    name: 'Продукты питания',
    children: [
      { id: 40941, name: 'Бакалея' },
      { id: 40942, name: 'Молочные продукты' },
      { id: 40943, name: 'Сладости' },
      { id: 40944, name: 'Хлеб и выпечка' },
    ],
  },
  {
    id: 40950,
    name: 'Одежда',
    children: [
      { id: 40951, name: 'Мужская одежда' },
      { id: 40952, name: 'Женская одежда' },
    ],
  },
  {
    id: 40960,
    name: 'Обувь',
    children: [
      { id: 40961, name: 'Мужская обувь' },
      { id: 40962, name: 'Женская обувь' },
    ],
  },
  {
    id: 40970,
    name: 'Дом и быт',
    children: [
      { id: 40971, name: 'Посуда' },
      { id: 40972, name: 'Бытовая химия' },
    ],
  },
  { id: 1, name: 'Другое' },
];

interface Placed {
  category: Category;
  parent?: Category;
}

const BY_ID = new Map<number, Placed>(
  TREE.flatMap((root): [number, Placed][] => [
    [root.id, { category: root }],
    ...(root.children ?? []).map((child): [number, Placed] => [child.id, { category: child, parent: root }]),
  ]),
);

/** `market.getCategories` since 5.139: the whole tree at once. */
export function getCategories(): object {
  return { items: TREE };
}

/** A category as an item carries it; ids outside our part of the tree come back without a name. */
export function presentCategory(id: number): object {
  const placed = BY_ID.get(id);
  const nested = (category: Category): object => ({
    inner_type: 'market_market_category_nested',
    id: category.id,
    name: category.name,
    is_v2: true,
  });
  if (placed === undefined) return { inner_type: 'market_market_category_nested', id, name: '', is_v2: true };
  return { ...nested(placed.category), ...(placed.parent === undefined ? {} : { parent: nested(placed.parent) }) };
}
