import type { AlbumNaming } from '../settings.js';
import { cleanText } from '../text/clean-text.js';
import { cutAtWord } from '../text/cut-at-word.js';

/** VK album titles: at most 128 characters (`market.addAlbum`). */
const MAX_TITLE = 128;

/**
 * Title of the album of a group, from its folder names root first; `null` without a folder (or with a nameless one).
 * A path too long loses its first folders, for the last one tells groups apart.
 */
export function albumTitle(folders: readonly string[], naming: AlbumNaming): string | null {
  const names = folders.map(cleanText).filter(name => name !== '');
  const leaf = cleanText(folders.at(-1) ?? '');
  if (leaf === '') return null;
  if (naming === 'leaf') return cutAtWord(leaf, MAX_TITLE);
  for (let from = 0; from < names.length; from += 1) {
    const title = names.slice(from).join(' / ');
    if (title.length <= MAX_TITLE) return title;
  }
  return cutAtWord(leaf, MAX_TITLE);
}
