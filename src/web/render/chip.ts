import type { IconName } from '../assets/icon-names.js';
import type { Tone } from './flash.js';

/** A state: never a colour alone, always an icon and a word or two. */
export interface Chip {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly text: string;
}

export const chip = (tone: Tone, icon: IconName, text: string): Chip => ({ tone, icon, text });
