import type { Sharp } from 'sharp';
import { AppError, isAppError } from '../domain/errors.js';
import { loadSharp } from './load-sharp.js';
import { isPhotoFile } from './photo-file.js';

/** Bytes of the largest file taken. */
export const MAX_PHOTO_BYTES = 20 * 1024 * 1024;
/** Pixels of the largest picture decoded: nearly any phone's, and not a bomb. */
export const MAX_PIXELS = 50_000_000;
/** VK's least side, in pixels («market photo min size 400x400»). */
const MIN_SIDE = 400;
const MAX_SIDE = 2000;
/** A small picture is enlarged this much at most before it gets a canvas: beyond it only blur grows. */
const MAX_ENLARGEMENT = 2;
/** Longest side against the shortest; VK takes 1:20, but shows squares, where a strip cannot be seen. */
const MAX_RATIO = 2.5;
const QUALITY = 85;
const CANVAS = '#ffffff';

/**
 * Any uploaded picture as a JPEG that VK takes: turned as the camera meant it, both sides 400–2000 px, never stretched
 * (a white canvas fills what is missing), without metadata.
 * Throws `PHOTO.TOO_LARGE` (bytes), `PHOTO.TOO_MANY_PIXELS` and `PHOTO.UNREADABLE`, all `invalid`.
 */
export async function fitPhoto(file: Uint8Array): Promise<Uint8Array> {
  if (file.byteLength > MAX_PHOTO_BYTES)
    throw new AppError('invalid', 'PHOTO.TOO_LARGE', { maxMegabytes: MAX_PHOTO_BYTES / 1024 / 1024 });
  if (!isPhotoFile(file)) throw new AppError('invalid', 'PHOTO.UNREADABLE');
  try {
    return await fit(file);
  } catch (error) {
    if (isAppError(error)) throw error;
    throw new AppError('invalid', 'PHOTO.UNREADABLE', {}, { cause: error });
  }
}

async function fit(file: Uint8Array): Promise<Uint8Array> {
  const sharp = await loadSharp();
  // Only the head is read here, so that a bomb is told from a broken file before anything is decoded.
  const { autoOrient } = await sharp(file, { limitInputPixels: false }).metadata();
  const { width, height } = autoOrient;
  if (width * height > MAX_PIXELS)
    throw new AppError('invalid', 'PHOTO.TOO_MANY_PIXELS', { maxMegapixels: MAX_PIXELS / 1_000_000 });
  const source = sharp(file, { limitInputPixels: MAX_PIXELS, failOn: 'error' });
  const [longest, shortest] = [Math.max(width, height), Math.min(width, height)];
  const scale = Math.min(Math.max(1, Math.min(MAX_ENLARGEMENT, MIN_SIDE / shortest)), MAX_SIDE / longest);
  const side = (pixels: number): number => Math.max(1, Math.round(pixels * scale));
  const picture = source
    .autoOrient()
    .flatten({ background: CANVAS })
    .resize({ width: side(width), height: side(height), fit: 'fill' });
  const least = Math.max(MIN_SIDE, Math.ceil(side(longest) / MAX_RATIO));
  return onCanvas(picture, side(width), side(height), least)
    .toColourspace('srgb')
    .jpeg({ quality: QUALITY })
    .toBuffer();
}

function onCanvas(picture: Sharp, width: number, height: number, least: number): Sharp {
  const [wide, high] = [Math.max(0, least - width), Math.max(0, least - height)];
  if (wide === 0 && high === 0) return picture;
  const [left, top] = [Math.floor(wide / 2), Math.floor(high / 2)];
  return picture.extend({ left, right: wide - left, top, bottom: high - top, background: CANVAS });
}
