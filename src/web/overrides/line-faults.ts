import { kopecks } from '../../domain/money.js';
import { MAX_DESCRIPTION } from '../../domain/listing/listing-description.js';
import { MAX_NAME, MIN_NAME } from '../../domain/listing/listing-name.js';
import { MAX_SHOP_PRICE } from '../../domain/listing/price.js';
import { formatRub } from '../../domain/text/format-rub.js';
import type { ImportFault, LineFaultCode } from '../../services/files/file-contracts.js';
import { fillSentence } from '../texts/fill.js';
import { count } from '../texts/numbers.js';

/** What is wrong with a line, and how to mend it. */
const FAULTS: Readonly<Record<LineFaultCode, string>> = {
  id_missing: 'Нет ID товара. Возьмите его из выгруженного файла.',
  unknown_product: 'Нет такого товара. Возьмите ID из выгруженного файла и не меняйте его.',
  repeated: 'Этот товар уже стоит в строке {value}. Оставьте одну из строк.',
  price_unreadable: 'Цена «{value}» не читается. Напишите числом, например 350 или 1234,50.',
  price_range: `Цена «{value}» не подходит: нужно больше нуля и не больше ${formatRub(kopecks(MAX_SHOP_PRICE))}. Чтобы убрать свою цену, оставьте ячейку пустой.`,
  name_unfit: `Название «{value}» не подходит: нужно от ${MIN_NAME} до ${MAX_NAME} знаков, с буквами или цифрами.`,
  description_unfit: `Описание не подходит: нужен текст не длиннее ${count(MAX_DESCRIPTION)} знаков.`,
  too_many_cells: 'Ячеек больше, чем столбцов. Текст с запятой или точкой с запятой возьмите в кавычки.',
  strange_signs: 'Знаки в строке повреждены. Сохраните файл заново, лучше в UTF-8.',
};

export const faultText = ({ code, value }: Pick<ImportFault, 'code' | 'value'>): string =>
  fillSentence(FAULTS[code], { value: value.trim() });
