import type { MerchantSettings } from '../../domain/settings.js';
import type { Setting } from './setting-kinds.js';

/** Most entries of the list of abbreviations, and characters of one side. */
const MAX_ABBREVIATIONS = 500;
const MAX_SIDE = 60;

/** Lines «short = full»; `undefined` = a line without its halves, or a short form that is to mean two things. */
function readAbbreviations(text: string): MerchantSettings['abbreviations'] | undefined {
  const fulls = new Map<string, readonly [string, string]>();
  for (const line of text.split(/[\n;]/u).map(part => part.trim())) {
    if (line === '') continue;
    const [, short = '', full = ''] = /^([^=]+)=([^=]+)$/u.exec(line)?.map(side => side.trim()) ?? [];
    const known = fulls.get(short.toLowerCase());
    if (short === '' || full === '' || short.length > MAX_SIDE || full.length > MAX_SIDE) return undefined;
    if (known !== undefined && known[1] !== full) return undefined;
    fulls.set(short.toLowerCase(), [short, full]);
  }
  return fulls.size > MAX_ABBREVIATIONS ? undefined : [...fulls.values()];
}

/** The list of abbreviations as its text. */
export const abbreviationSetting: Setting = {
  name: 'abbreviations',
  allowed: `lines «short = full», each short form once, at most ${MAX_ABBREVIATIONS}`,
  read: (text, settings) => {
    const abbreviations = readAbbreviations(text);
    return abbreviations === undefined ? undefined : { ...settings, abbreviations };
  },
  show: settings => settings.abbreviations.map(([short, full]) => `${short} = ${full}`),
};
