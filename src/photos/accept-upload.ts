import { createHash } from 'node:crypto';
import { AppError, isAppError } from '../domain/errors.js';
import { fitPhoto } from './fit-photo.js';
import { loadSharp } from './load-sharp.js';
import { isHeicFile } from './photo-file.js';

/** Of the longest side, in pixels: a smaller picture shows nothing even when it is enlarged. */
const MIN_LONGEST = 100;

/** An uploaded picture as it is kept: a JPEG that VK takes. */
export interface AcceptedPhoto {
  readonly jpeg: Buffer;
  readonly sha256: Buffer;
  readonly width: number;
  readonly height: number;
}

/**
 * Makes a file somebody uploaded into a picture to keep. Throws, all `invalid`: `PHOTO.TOO_LARGE` (bytes),
 * `PHOTO.TOO_MANY_PIXELS`, `PHOTO.TOO_SMALL`, `PHOTO.HEIC` (an iPhone's own format), `PHOTO.NOT_A_PICTURE` (another
 * format, broken, cut short, a drawing).
 */
export async function acceptUpload(file: Uint8Array): Promise<AcceptedPhoto> {
  if (isHeicFile(file)) throw new AppError('invalid', 'PHOTO.HEIC');
  try {
    const jpeg = Buffer.from(await fitPhoto(file));
    const sharp = await loadSharp();
    const uploaded = await sharp(file).metadata();
    if (Math.max(uploaded.width, uploaded.height) < MIN_LONGEST) throw new AppError('invalid', 'PHOTO.TOO_SMALL');
    const { width, height } = await sharp(jpeg).metadata();
    return { jpeg, sha256: createHash('sha256').update(jpeg).digest(), width, height };
  } catch (error) {
    if (isAppError(error) && error.code === 'PHOTO.UNREADABLE')
      throw new AppError('invalid', 'PHOTO.NOT_A_PICTURE', {}, { cause: error });
    throw error;
  }
}
