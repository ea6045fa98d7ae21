/** name → texts that are taken, each with what is shown afterwards, and texts that are refused. */
export const SETTING_TEXTS: Readonly<
  Record<string, { takes: readonly (readonly [string, unknown])[]; refuses: readonly string[] }>
> = {
  mode: {
    takes: [
      ['approve', 'approve'],
      ['preview', 'preview'],
      [' automatic ', 'automatic'],
    ],
    refuses: ['auto', ''],
  },
  refresh_till: {
    takes: [
      ['false', false],
      ['да', true],
      ['OFF', false],
      ['1', true],
    ],
    refuses: ['maybe', ''],
  },
  refresh_shop: {
    takes: [
      ['0', false],
      ['yes', true],
    ],
    refuses: ['2'],
  },
  mirror: {
    takes: [
      ['нет', false],
      ['on', true],
    ],
    refuses: ['null'],
  },
  price_multiplier: {
    takes: [
      ['1.15', '1.15'],
      ['0,5', '0.5'],
      ['10000', '10000'],
      ['0.0001', '0.0001'],
      ['1', '1'],
    ],
    refuses: ['0', '-1', '1.12345', '10000.1', '1e3', 'abc', '', 'NaN', '1.'],
  },
  price_addend: {
    takes: [
      ['10', 10],
      ['-0.05', -0.05],
      ['+3,5', 3.5],
      ['1000000', 1_000_000],
      ['0', 0],
    ],
    refuses: ['1000000.01', '1.234', 'x', '', '--1'],
  },
  price_rounding: {
    takes: [
      ['x9', 'x9'],
      ['10', '10'],
      ['none', 'none'],
    ],
    refuses: ['2', '', '0'],
  },
  price_floor_margin: {
    takes: [
      ['0', 0],
      ['1000', 1000],
      ['', null],
      ['none', null],
    ],
    refuses: ['-1', '1001', '1.5', 'x'],
  },
  merge_by: {
    takes: [
      ['barcode', 'barcode'],
      ['article', 'article'],
      ['id', 'id'],
    ],
    refuses: ['name', ''],
  },
  weight_unit: {
    takes: [
      ['100g', '100g'],
      ['1kg', '1kg'],
      ['as_is', 'as_is'],
    ],
    refuses: ['kg', ''],
  },
  stock_mode: {
    takes: [
      ['exact', 'exact'],
      ['fixed', 'fixed'],
    ],
    refuses: ['none', ''],
  },
  stock_buffer: {
    takes: [
      ['0', 0],
      ['999999', 999_999],
    ],
    refuses: ['-1', '1000000', '', '1.5', '0x1'],
  },
  stock_cap: {
    takes: [
      ['1', 1],
      ['999999', 999_999],
      ['', null],
      ['none', null],
    ],
    refuses: ['0', '-1', '1000000', 'x'],
  },
  album_naming: {
    takes: [
      ['path', 'path'],
      ['leaf', 'leaf'],
    ],
    refuses: ['tree', ''],
  },
  description_template: {
    takes: [
      ['{name} 🍵', '{name} 🍵'],
      ['x'.repeat(2000), 'x'.repeat(2000)],
      ['  ', null],
    ],
    refuses: ['x'.repeat(2001), '{foo}', '{name} {', '}', '{{name}}', '{}', '{ name }', '{Name}'],
  },
  lower_shouting: {
    takes: [
      ['true', true],
      ['false', false],
    ],
    refuses: ['x'],
  },
  expand_abbreviations: {
    takes: [
      ['true', true],
      ['false', false],
    ],
    refuses: ['x'],
  },
  service_words: {
    takes: [
      ['пакет, тест,пакет\nаренда', ['пакет', 'тест', 'аренда']],
      ['', []],
    ],
    refuses: ['x'.repeat(61), Array.from({ length: 201 }, (_, n) => `w${n}`).join(',')],
  },
  restricted_words: {
    takes: [
      ['вейп', ['вейп']],
      [' , ', []],
    ],
    refuses: ['x'.repeat(61)],
  },
  delete_after_days: {
    takes: [
      ['0', 0],
      ['365', 365],
    ],
    refuses: ['-1', '366', '', 'x'],
  },
  brake_hide_count: {
    takes: [
      ['0', 0],
      [' 100000 ', 100000],
    ],
    refuses: ['-1', '100001', '', '1.5', '1e2', 'x'],
  },
  brake_hide_percent: {
    takes: [
      ['0', 0],
      [' 100 ', 100],
    ],
    refuses: ['-1', '101', '', '1.5', '1e2', 'x'],
  },
  brake_price_count: {
    takes: [
      ['0', 0],
      [' 100000 ', 100000],
    ],
    refuses: ['-1', '100001', '', '1.5', '1e2', 'x'],
  },
  brake_price_percent: {
    takes: [
      ['0', 0],
      [' 100 ', 100],
    ],
    refuses: ['-1', '101', '', '1.5', '1e2', 'x'],
  },
  brake_price_down_percent: {
    takes: [
      ['1', 1],
      [' 100 ', 100],
    ],
    refuses: ['0', '101', '', '1.5', '1e2', 'x'],
  },
  brake_price_up_percent: {
    takes: [
      ['1', 1],
      [' 10000 ', 10000],
    ],
    refuses: ['0', '10001', '', '1.5', '1e2', 'x'],
  },
  brake_stock_percent: {
    takes: [
      ['0', 0],
      [' 100 ', 100],
    ],
    refuses: ['-1', '101', '', '1.5', '1e2', 'x'],
  },
  brake_stock_count: {
    takes: [
      ['1', 1],
      [' 100000 ', 100000],
    ],
    refuses: ['0', '100001', '', '1.5', '1e2', 'x'],
  },
  limit_items: {
    takes: [
      ['1', 1],
      [' 100000 ', 100000],
    ],
    refuses: ['0', '100001', '', '1.5', '1e2', 'x'],
  },
  limit_albums: {
    takes: [
      ['0', 0],
      [' 1000 ', 1000],
    ],
    refuses: ['-1', '1001', '', '1.5', '1e2', 'x'],
  },
  limit_items_per_album: {
    takes: [
      ['1', 1],
      [' 100000 ', 100000],
    ],
    refuses: ['0', '100001', '', '1.5', '1e2', 'x'],
  },
  limit_adds_per_day: {
    takes: [
      ['1', 1],
      ['100000', 100_000],
      ['', null],
      ['none', null],
    ],
    refuses: ['0', '-1', '100001', '1.5', 'x'],
  },
  abbreviations: {
    takes: [
      ['бел. = белый\r\n\nчерн.=чёрный', ['бел. = белый', 'черн. = чёрный']],
      ['бел.=белый; БЕЛ. = белый', ['БЕЛ. = белый']],
      ['', []],
    ],
    refuses: [
      'бел.',
      '= белый',
      'бел. =',
      'а = б = в',
      'бел. = белый\nБЕЛ. = белая',
      `${'x'.repeat(61)} = y`,
      Array.from({ length: 501 }, (_, n) => `w${n} = y`).join('\n'),
    ],
  },
};
