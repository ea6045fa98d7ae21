import { createTurns } from '../../db/turns.js';
import type { UserId } from '../../domain/brand.js';
import { photoDigest } from '../../domain/listing/photo-digest.js';
import type { PhotoChoice } from '../../domain/listing/types.js';
import { shrinkPhoto } from '../../photos/shrink-photo.js';
import type { PictureSize } from './photo-contracts.js';

const SIDES: Readonly<Record<PictureSize, number>> = { small: 144, large: 640 };
/** Pictures kept: a few pages of several merchants, some 10 MB. */
const KEPT = 500;
/** Drawn side by side: the site must answer meanwhile. */
const SIDE_BY_SIDE = 2;

/** Pictures made small for the pages; those asked for last are kept, for a name card takes its time. */
export function createPictureShelf(
  render: (userId: UserId, choice: PhotoChoice) => Promise<Uint8Array>,
): (userId: UserId, choice: PhotoChoice, size: PictureSize) => Promise<Uint8Array> {
  const kept = new Map<string, Uint8Array>();
  const inTurn = createTurns(SIDE_BY_SIDE);

  return (userId, choice, size) =>
    inTurn(async () => {
      const name = `${userId} ${size} ${photoDigest(choice)}`;
      const known = kept.get(name);
      if (known !== undefined) {
        // Moved to the end: the first is the one nobody asked for longest.
        kept.delete(name);
        kept.set(name, known);
        return known;
      }
      const made = await shrinkPhoto(await render(userId, choice), SIDES[size]);
      kept.set(name, made);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest !== undefined) kept.delete(oldest);
      return made;
    });
}
