import { AppError } from '../../domain/errors.js';
import { DESCRIPTION_FIELDS, templateFault } from '../../domain/listing/description-fields.js';
import { isMultiplier, MAX_ADDEND, MAX_MARGIN, ROUNDINGS } from '../../domain/listing/price-rule.js';
import { kopecks } from '../../domain/money.js';
import type { BrakeSettings, MerchantSettings, ShopLimits } from '../../domain/settings.js';
import { abbreviationSetting } from './abbreviation-setting.js';
import { choice, flag, whole, wholeOrNone, words, type Setting } from './setting-kinds.js';

/** Every setting by its promised name (spec §6, `sync:settings`). */
export const SETTINGS: readonly Setting[] = [
  choice('mode', 'mode', ['automatic', 'approve', 'preview']),
  flag('refresh_till', 'refreshTill'),
  flag('refresh_shop', 'refreshShop'),
  flag('mirror', 'mirror'),
  {
    name: 'price_multiplier',
    allowed: '0.0001…10000, at most 4 decimals',
    read: (text, settings) => {
      const value = text.trim().replace(',', '.');
      return isMultiplier(value) ? { ...settings, price: { ...settings.price, multiplier: value } } : undefined;
    },
    show: settings => settings.price.multiplier,
  },
  {
    name: 'price_addend',
    allowed: '-1000000…1000000 roubles, at most 2 decimals',
    read: (text, settings) => {
      const match = /^([+-]?)(\d{1,7})(?:[.,](\d{1,2}))?$/.exec(text.trim());
      if (!match) return undefined;
      const amount = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'));
      if (amount > MAX_ADDEND) return undefined;
      return { ...settings, price: { ...settings.price, addend: kopecks(match[1] === '-' ? -amount : amount) } };
    },
    show: settings => settings.price.addend / 100,
  },
  {
    name: 'price_rounding',
    allowed: ROUNDINGS.join(' | '),
    read: (text, settings) => {
      const rounding = ROUNDINGS.find(value => value === text.trim());
      return rounding === undefined ? undefined : { ...settings, price: { ...settings.price, rounding } };
    },
    show: settings => settings.price.rounding,
  },
  wholeOrNone(
    'price_floor_margin',
    [0, MAX_MARGIN],
    (settings, value) => ({ ...settings, price: { ...settings.price, floorMarginPercent: value } }),
    settings => settings.price.floorMarginPercent,
  ),
  choice('merge_by', 'mergeBy', ['id', 'barcode', 'article']),
  choice('weight_unit', 'weightUnit', ['as_is', '100g', '1kg']),
  choice('stock_mode', 'stockMode', ['fixed', 'exact']),
  whole(
    'stock_buffer',
    [0, 999_999],
    (settings, stockBuffer) => ({ ...settings, stockBuffer }),
    s => s.stockBuffer,
  ),
  wholeOrNone(
    'stock_cap',
    [1, 999_999],
    (settings, stockCap) => ({ ...settings, stockCap }),
    s => s.stockCap,
  ),
  choice('album_naming', 'albumNaming', ['leaf', 'path']),
  {
    name: 'description_template',
    allowed: `at most 2000 characters with {${DESCRIPTION_FIELDS.join('} {')}}, or nothing for the built-in one`,
    read: (text, settings) =>
      text.length > 2000 || templateFault(text) !== null
        ? undefined
        : { ...settings, descriptionTemplate: text.trim() === '' ? null : text },
    show: settings => settings.descriptionTemplate,
  },
  flag('lower_shouting', 'lowerShouting'),
  flag('expand_abbreviations', 'expandAbbreviations'),
  abbreviationSetting,
  words('service_words', 'serviceWords'),
  words('restricted_words', 'restrictedWords'),
  whole(
    'delete_after_days',
    [0, 365],
    (settings, deleteAfterDays) => ({ ...settings, deleteAfterDays }),
    s => s.deleteAfterDays,
  ),
  brake('brake_hide_count', 'hideCount', [0, 100_000]),
  brake('brake_hide_percent', 'hidePercent', [0, 100]),
  brake('brake_price_count', 'priceCount', [0, 100_000]),
  brake('brake_price_percent', 'pricePercent', [0, 100]),
  brake('brake_price_down_percent', 'priceDownPercent', [1, 100]),
  brake('brake_price_up_percent', 'priceUpPercent', [1, 10_000]),
  brake('brake_stock_percent', 'stockPercent', [0, 100]),
  brake('brake_stock_count', 'stockCount', [1, 100_000]),
  limit('limit_items', 'items', [1, 100_000]),
  limit('limit_albums', 'albums', [0, 1000]),
  limit('limit_items_per_album', 'itemsPerAlbum', [1, 100_000]),
  wholeOrNone(
    'limit_adds_per_day',
    [1, 100_000],
    (settings, addsPerDay) => ({ ...settings, limits: { ...settings.limits, addsPerDay } }),
    s => s.limits.addsPerDay,
  ),
];

function brake(name: string, key: keyof BrakeSettings, range: readonly [number, number]): Setting {
  const write = (settings: MerchantSettings, value: number) => ({
    ...settings,
    brakes: { ...settings.brakes, [key]: value },
  });
  return whole(name, range, write, settings => settings.brakes[key]);
}

function limit(name: string, key: Exclude<keyof ShopLimits, 'addsPerDay'>, range: readonly [number, number]): Setting {
  const write = (settings: MerchantSettings, value: number) => ({
    ...settings,
    limits: { ...settings.limits, [key]: value },
  });
  return whole(name, range, write, settings => settings.limits[key]);
}

const BY_NAME = new Map(SETTINGS.map(setting => [setting.name, setting]));

/** The settings with some values replaced. Throws `SETTING.INVALID` naming the first field that is wrong. */
export function withSettings(settings: MerchantSettings, values: Readonly<Record<string, string>>): MerchantSettings {
  return Object.entries(values).reduce((current, [name, text]) => {
    const setting = BY_NAME.get(name);
    if (!setting)
      throw new AppError('invalid', 'SETTING.INVALID', { field: name, allowed: [...BY_NAME.keys()].join(', ') });
    const next = setting.read(text, current);
    if (next === undefined) throw new AppError('invalid', 'SETTING.INVALID', { field: name, allowed: setting.allowed });
    return next;
  }, settings);
}

/** All settings by name, as the command line shows them. */
export function shownSettings(settings: MerchantSettings): Readonly<Record<string, unknown>> {
  return Object.fromEntries(SETTINGS.map(setting => [setting.name, setting.show(settings)]));
}
