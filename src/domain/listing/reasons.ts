/** Codes of every reason why a good is not in VK. `docs/errors.md` lists each with its remedy. */
export type ReasonCode = keyof typeof REASONS;

/** One reason: a sentence on what is so, why it matters, and what to do. `{x}` is filled from the params. */
export interface Reason {
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** Whether the merchant may answer «publish all the same» for one product. */
  readonly overridable: boolean;
}

export const REASONS = {
  NOT_SELECTED: {
    what: 'Товар не отобран для VK',
    why: '{why}',
    fix: 'Включите магазин, группу или сам товар в «Каталоге».',
    overridable: false,
  },
  NO_PRICE: {
    what: 'Нет цены',
    why: 'VK не принимает товар без цены.',
    fix: 'Укажите цену на кассе, и товар появится при следующем обмене.',
    overridable: false,
  },
  PRICE_TOO_HIGH: {
    what: 'Слишком большая цена',
    why: 'Такую цену VK не принимает.',
    fix: 'Проверьте цену на кассе и правило цены в настройках обмена.',
    overridable: false,
  },
  NO_NAME: {
    what: 'Нет названия',
    why: 'В VK у товара должно быть название не короче 4 знаков.',
    fix: 'Дайте товару название на кассе.',
    overridable: false,
  },
  NOT_FOR_SALE: {
    what: 'Товар снят с продажи на кассе',
    why: 'На кассе выключено «разрешить продажу».',
    fix: 'Верните товар в продажу на кассе, и он снова появится в VK.',
    overridable: false,
  },
  RESTRICTED_TYPE: {
    what: 'Товар нельзя продавать в VK',
    why: 'Тип товара на кассе: {type}. Такие товары запрещено предлагать в интернете.',
    fix: 'Ничего делать не нужно. Если тип указан по ошибке, исправьте его на кассе.',
    overridable: false,
  },
  RESTRICTED_MARK: {
    what: 'Товар похож на ограниченный к продаже',
    why: 'На кассе у него отметка: {mark}.',
    fix: 'Если это обычный товар, снимите отметку на кассе или разрешите его на странице товара.',
    overridable: true,
  },
  RESTRICTED_WORD: {
    what: 'Товар похож на ограниченный к продаже',
    why: 'В названии товара или группы есть слово «{word}».',
    fix: 'Если это обычный товар, разрешите его на странице товара или поправьте список слов.',
    overridable: true,
  },
  UNKNOWN_TYPE: {
    what: 'Тип товара неизвестен',
    why: 'Тип товара на кассе: {type}. Мы пока не знаем, можно ли публиковать такие товары.',
    fix: 'Проверьте тип товара на кассе. Если он верный, сообщите администратору сайта.',
    overridable: false,
  },
  SERVICE_ROW: {
    what: 'Это служебная строка кассы',
    why: 'Слово «{word}» есть в списке служебных (пакеты, свободная цена, проверка).',
    fix: 'Если это товар, уберите слово из списка в настройках обмена.',
    overridable: false,
  },
  GONE_FROM_TILL: {
    what: 'Товара больше нет на кассе',
    why: 'Касса прислала каталог целиком, и этого товара в нём нет.',
    fix: 'Если товар удалён по ошибке, заведите его на кассе снова.',
    overridable: false,
  },
  MERGED: {
    what: 'Товар теперь публикуется вместе с другим',
    why: 'Способ объединения товаров или штрихкод и артикул на кассе изменились, и у товара появилась другая карточка.',
    fix: 'Ничего делать не нужно. Способ объединения можно выбрать в настройках обмена.',
    overridable: false,
  },
  DUPLICATE_KEY: {
    what: 'Два товара одного магазина похожи как один',
    why: 'В магазине ещё один товар с тем же признаком «{key}».',
    fix: 'Исправьте штрихкод или артикул на кассе либо объединяйте товары по другому признаку.',
    overridable: false,
  },
} as const satisfies Record<string, Reason>;
