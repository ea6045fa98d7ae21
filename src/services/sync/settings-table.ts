import { kopecks } from '../../domain/money.js';
import { AppError } from '../../domain/errors.js';
import type { MerchantSettings } from '../../domain/settings.js';

/** Reads one setting from text; `undefined` = the text is no value of it. */
type Reader = (text: string, settings: MerchantSettings) => MerchantSettings | undefined;

interface Setting {
  readonly name: string;
  /** What is allowed, for the error message of the command line. */
  readonly allowed: string;
  readonly read: Reader;
  readonly show: (settings: MerchantSettings) => string | number | boolean | readonly unknown[] | null;
}

const ON = new Set(['true', '1', 'on', 'yes', 'да']);
const OFF = new Set(['false', '0', 'off', 'no', 'нет']);

function flag(
  name: string,
  key: 'refreshTill' | 'refreshShop' | 'mirror' | 'lowerShouting' | 'expandAbbreviations',
): Setting {
  return {
    name,
    allowed: 'true | false',
    read: (text, settings) => {
      const word = text.trim().toLowerCase();
      if (ON.has(word)) return { ...settings, [key]: true };
      return OFF.has(word) ? { ...settings, [key]: false } : undefined;
    },
    show: settings => settings[key],
  };
}

function choice<Key extends 'mode' | 'mergeBy' | 'weightUnit' | 'stockMode' | 'albumNaming'>(
  name: string,
  key: Key,
  values: readonly MerchantSettings[Key][],
): Setting {
  return {
    name,
    allowed: values.join(' | '),
    read: (text, settings) => {
      const value = values.find(candidate => candidate === text.trim());
      return value === undefined ? undefined : { ...settings, [key]: value };
    },
    show: settings => settings[key],
  };
}

function whole(
  name: string,
  range: readonly [number, number],
  write: (settings: MerchantSettings, value: number) => MerchantSettings,
  show: (settings: MerchantSettings) => number,
): Setting {
  return {
    name,
    allowed: `${range[0]}…${range[1]}`,
    read: (text, settings) => {
      const value = wholeNumber(text);
      return value === null || value < range[0] || value > range[1] ? undefined : write(settings, value);
    },
    show,
  };
}

function wholeNumber(text: string): number | null {
  return /^-?\d{1,9}$/.test(text.trim()) ? Number(text.trim()) : null;
}

/** An empty text means "none". */
function wholeOrNone(
  name: string,
  range: readonly [number, number],
  write: (settings: MerchantSettings, value: number | null) => MerchantSettings,
  show: (settings: MerchantSettings) => number | null,
): Setting {
  return {
    name,
    allowed: `${range[0]}…${range[1]}, or nothing`,
    read: (text, settings) => {
      if (text.trim() === '' || text.trim() === 'none') return write(settings, null);
      const value = wholeNumber(text);
      return value === null || value < range[0] || value > range[1] ? undefined : write(settings, value);
    },
    show,
  };
}

function words(name: string, key: 'serviceWords' | 'restrictedWords'): Setting {
  return {
    name,
    allowed: 'words separated by commas or line breaks, at most 200',
    read: (text, settings) => {
      const list = [
        ...new Set(
          text
            .split(/[,\n]/)
            .map(word => word.trim())
            .filter(word => word !== ''),
        ),
      ];
      return list.length > 200 || list.some(word => word.length > 60) ? undefined : { ...settings, [key]: list };
    },
    show: settings => settings[key],
  };
}

const ROUNDINGS = ['none', '1', '5', '10', 'x9'] as const;

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
      const isDecimal = /^\d{1,5}(\.\d{1,4})?$/.test(value) && Number(value) >= 0.0001 && Number(value) <= 10_000;
      return isDecimal ? { ...settings, price: { ...settings.price, multiplier: value } } : undefined;
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
      if (amount > 100_000_000) return undefined;
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
    [0, 1000],
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
    allowed: 'at most 2000 characters, or nothing for the built-in one',
    read: (text, settings) =>
      text.length > 2000 ? undefined : { ...settings, descriptionTemplate: text.trim() === '' ? null : text },
    show: settings => settings.descriptionTemplate,
  },
  flag('lower_shouting', 'lowerShouting'),
  flag('expand_abbreviations', 'expandAbbreviations'),
  words('service_words', 'serviceWords'),
  words('restricted_words', 'restrictedWords'),
  whole(
    'delete_after_days',
    [0, 365],
    (settings, deleteAfterDays) => ({ ...settings, deleteAfterDays }),
    s => s.deleteAfterDays,
  ),
];

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
