import type { PhotoChoice } from './types.js';

/** Raised when the drawing of the card changes so much that published cards should be sent again. */
export const NAME_CARD_VERSION = 1;

/** A stable text that differs whenever the picture would: to see whether a published photo is still the wanted one. */
export function photoDigest(choice: PhotoChoice): string {
  switch (choice.source) {
    case 'name_card':
      return `name_card@${NAME_CARD_VERSION}:${choice.title}\n${choice.subtitle}`;
    case 'default':
      return 'default';
    default:
      // The row id names the picture; whether it was uploaded for the good or its group changes nothing to see.
      return `photo:${choice.ref}`;
  }
}
