import type { MerchantSettings } from '../../domain/settings.js';

/** Reads one setting from text; `undefined` = the text is no value of it. */
type Reader = (text: string, settings: MerchantSettings) => MerchantSettings | undefined;

/** One setting: its promised name, and how it is read from text and shown. */
export interface Setting {
  readonly name: string;
  /** What is allowed, for the error message of the command line. */
  readonly allowed: string;
  readonly read: Reader;
  readonly show: (settings: MerchantSettings) => string | number | boolean | readonly unknown[] | null;
}

const ON = new Set(['true', '1', 'on', 'yes', 'да']);
const OFF = new Set(['false', '0', 'off', 'no', 'нет']);

/** A switch: true and false, or the words people use for them. */
export function flag(
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

/** One of a few words. */
export function choice<Key extends 'mode' | 'mergeBy' | 'weightUnit' | 'stockMode' | 'albumNaming'>(
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

/** A whole number in a range. */
export function whole(
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

/** A whole number in a range, or nothing: an empty text or "none". */
export function wholeOrNone(
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

/** A list of words or phrases, separated by commas or line breaks. */
export function words(name: string, key: 'serviceWords' | 'restrictedWords'): Setting {
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
