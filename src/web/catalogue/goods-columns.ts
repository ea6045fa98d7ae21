import type { GoodsSort } from '../../services/catalogue/catalogue-contracts.js';
import type { Column } from './sort-headers.js';

/** The columns of the goods as users know them; group and store stand only where they differ. */
export const GOODS_COLUMNS: readonly Column<GoodsSort>[] = [
  { label: 'Название', sort: 'name' },
  { label: 'Магазин' },
  { label: 'Группа' },
  { label: 'Артикул', sort: 'article' },
  { label: 'Цена', sort: 'price', isNumber: true },
  { label: 'Кол-во', sort: 'quantity', isNumber: true },
  { label: 'Ед. изм.' },
  { label: 'В продаже', sort: 'sale' },
  { label: 'Фильтр', id: 'col-rule' },
  { label: 'В VK', sort: 'state' },
];
