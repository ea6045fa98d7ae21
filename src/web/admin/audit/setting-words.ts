/** What the merchant's settings are called where a change of one is told; a test walks all of them. */
export const SETTING_WORDS: Readonly<Record<string, string>> = {
  mode: 'Режим',
  refresh_till: 'Читать товары с кассы',
  refresh_shop: 'Сверяться с витриной VK',
  mirror: 'Отправлять изменения в VK',
  price_multiplier: 'Множитель цены',
  price_addend: 'Наценка, ₽',
  price_rounding: 'Округление',
  price_floor_margin: 'Не дешевле закупки плюс, %',
  merge_by: 'Объединять по',
  weight_unit: 'Цена весового товара',
  stock_mode: 'Остаток',
  stock_buffer: 'Придержать для зала, шт',
  stock_cap: 'Показывать не больше, шт',
  album_naming: 'Как называть подборки',
  description_template: 'Шаблон описания',
  lower_shouting: 'Убирать ПРОПИСНЫЕ буквы',
  expand_abbreviations: 'Раскрывать сокращения',
  abbreviations: 'Сокращения',
  service_words: 'Слова «не товары»',
  restricted_words: 'Слова «нельзя продавать онлайн»',
  delete_after_days: 'Удалять скрытое через, дней',
  brake_hide_count: 'Защита: исчезает товаров больше',
  brake_hide_percent: 'Защита: исчезает товаров больше, %',
  brake_price_count: 'Защита: резко меняется цен больше',
  brake_price_percent: 'Защита: резко меняется цен больше, %',
  brake_price_down_percent: 'Защита: цена вниз больше чем на, %',
  brake_price_up_percent: 'Защита: цена вверх больше чем на, %',
  brake_stock_percent: 'Защита: остаток стал нулём больше чем у, %',
  brake_stock_count: 'Защита: смотреть на остатки, если известно не меньше',
  limit_items: 'Товаров в витрине не больше',
  limit_albums: 'Подборок не больше',
  limit_items_per_album: 'Товаров в подборке не больше',
  limit_adds_per_day: 'Новых товаров в сутки не больше',
};

const SETTING_VALUES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  mode: { automatic: 'отправлять самому', approve: 'спрашивать перед каждым обменом', preview: 'только показывать' },
  merge_by: { id: 'не объединять', barcode: 'штрихкоду', article: 'артикулу' },
  price_rounding: { none: 'нет', '1': 'до рубля', '5': 'до 5 рублей', '10': 'до 10 рублей', x9: 'до 9 на конце' },
  weight_unit: { as_is: 'как на кассе', '100g': 'за 100 г', '1kg': 'за 1 кг' },
  stock_mode: { fixed: 'просто «в наличии»', exact: 'как на кассе' },
  album_naming: { leaf: 'названием группы', path: 'вместе с внешней группой' },
};

/** A setting's value in words; any other text stays as it is. */
export function settingValueText(name: string, text: string): string {
  const words = Object.hasOwn(SETTING_VALUES, name) ? SETTING_VALUES[name] : undefined;
  if (words !== undefined && Object.hasOwn(words, text)) return words[text] ?? text;
  return Object.hasOwn(SETTING_WORDS, name) && /^-?\d+\.\d+$/u.test(text) ? text.replace('.', ',') : text;
}
