import { DEFAULT_SETTINGS, type MerchantSettings, type SyncMode } from './settings.js';

/** From the one that asks nobody to the one that sends nothing. */
const MODES: readonly SyncMode[] = ['automatic', 'approve', 'preview'];

type Careful = Pick<MerchantSettings, 'mode' | 'mirror' | 'restrictedWords'>;

/** Of two states of a merchant's settings what sends less and forbids more. */
export function moreCareful(one: Partial<MerchantSettings>, other: Partial<MerchantSettings>): Careful {
  const [a, b] = [
    { ...DEFAULT_SETTINGS, ...one },
    { ...DEFAULT_SETTINGS, ...other },
  ];
  return {
    mode: MODES.indexOf(a.mode) >= MODES.indexOf(b.mode) ? a.mode : b.mode,
    mirror: a.mirror && b.mirror,
    restrictedWords: [...new Set([...a.restrictedWords, ...b.restrictedWords])],
  };
}
