import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AppError } from '../domain/errors.js';
import type { PhotoChoice } from '../domain/listing/types.js';
import { fitPhoto } from './fit-photo.js';
import { loadSharp } from './load-sharp.js';
import type { NameCard } from './name-card.js';
import { nameCardSvg } from './name-card.js';

/** Where pictures that are not drawn here come from. */
export interface PhotoDeps {
  /** Bytes of an uploaded picture by the row id of `photos`. */
  readonly loadPhoto: (ref: number) => Promise<Uint8Array>;
  /** `VK_DEFAULT_PHOTO_PATH`; also used when a card cannot be drawn. */
  readonly defaultPhotoPath: string | null;
}

/** A picture ready for VK: JPEG, both sides 400–2000 px. `sha256` in hex, of the bytes. */
export interface RenderedPhoto {
  readonly jpeg: Uint8Array;
  readonly sha256: string;
}

/** Makes the chosen picture. Throws `PHOTO.UNREADABLE`, `PHOTO.TOO_LARGE` and `PHOTO.TOO_MANY_PIXELS` (`invalid`) for a bad file. */
export async function renderPhoto(choice: PhotoChoice, deps: PhotoDeps): Promise<RenderedPhoto> {
  const jpeg = await jpegOf(choice, deps);
  return { jpeg, sha256: createHash('sha256').update(jpeg).digest('hex') };
}

async function jpegOf(choice: PhotoChoice, deps: PhotoDeps): Promise<Uint8Array> {
  switch (choice.source) {
    case 'name_card':
      return deps.defaultPhotoPath === null ? drawCard(choice) : drawCard(choice).catch(() => defaultPhoto(deps));
    case 'default':
      return defaultPhoto(deps);
    default:
      return fitPhoto(await deps.loadPhoto(choice.ref));
  }
}

async function drawCard(card: NameCard): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(Buffer.from(nameCardSvg(card)))
    .flatten()
    .jpeg({ quality: 90, chromaSubsampling: '4:4:4' })
    .toBuffer();
}

async function defaultPhoto(deps: PhotoDeps): Promise<Uint8Array> {
  if (deps.defaultPhotoPath === null) throw new AppError('invalid', 'PHOTO.UNREADABLE');
  const file = await readFile(deps.defaultPhotoPath).catch((cause: unknown) => {
    throw new AppError('invalid', 'PHOTO.UNREADABLE', {}, { cause });
  });
  return fitPhoto(file);
}
