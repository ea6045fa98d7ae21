/**
 * Rows of a till that are no goods (facts/peers.md §5.4), as the merchant finds them in the settings and may edit them.
 * Matched as whole words or phrases, see `serviceRowFinder`.
 */
export const DEFAULT_SERVICE_WORDS: readonly string[] = [
  'пакет',
  'пакет-майка',
  'свободная цена',
  'свободной цене',
  'аренда',
  'доставка',
  'залог',
  'залоговая',
  'возврат тары',
  'предоплата',
  'чаевые',
  'услуга',
  'услуги',
  'тест',
  'тестовый',
  'тестовая',
  'тестовое',
  'проверка кассы',
  'скидка',
  'тара',
];
