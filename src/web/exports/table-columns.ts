import type { FilterMode } from '../../domain/selection/types.js';
import type {
  GroupExportRow,
  OverrideExportRow,
  ProductExportRow,
  StoreExportRow,
} from '../../services/files/file-contracts.js';
import type { Column } from './send-table.js';

/** The rule of a row in the words of its column. */
const ruleText = (rule: FilterMode | null): string =>
  rule === null ? 'Нет правила' : rule === 'include' ? 'Включено' : 'Исключено';

/** Kopecks as roubles: «350.00». */
const money = { decimals: 2, leastDigits: 2 } as const;

export const STORE_COLUMNS: readonly Column<StoreExportRow>[] = [
  { header: 'Название', text: row => row.name },
  { header: 'Адрес', text: row => row.address },
  { header: 'ID', text: row => row.id },
  { header: 'Фильтр', text: row => ruleText(row.rule) },
];

export const GROUP_COLUMNS: readonly Column<GroupExportRow>[] = [
  { header: 'Магазин', text: row => row.store },
  { header: 'Название', text: row => row.name },
  { header: 'ID', text: row => row.id },
  { header: 'Фильтр', text: row => ruleText(row.rule) },
];

export const PRODUCT_COLUMNS: readonly Column<ProductExportRow>[] = [
  { header: 'Магазин', text: row => row.store },
  { header: 'Группа', text: row => row.group },
  { header: 'Название', text: row => row.name },
  { header: 'Артикул', text: row => row.articleNumber },
  { header: 'Цена', number: row => row.priceKopecks, ...money },
  { header: 'Количество', number: row => row.quantityMilli, decimals: 3, leastDigits: 1 },
  { header: 'Ед. измерения', text: row => row.measureName },
  { header: 'В продаже', text: row => (row.allowToSell ? 'Да' : 'Нет') },
  { header: 'ID', text: row => row.id },
  { header: 'Фильтр', text: row => ruleText(row.rule) },
];

export const OVERRIDE_COLUMNS: readonly Column<OverrideExportRow>[] = [
  { header: 'ID', text: row => row.id },
  { header: 'Название', text: row => row.name },
  { header: 'Своя цена', number: row => row.ownPriceKopecks, ...money },
  { header: 'Своё название', text: row => row.ownName },
  { header: 'Своё описание', text: row => row.ownDescription },
];
