import { createHash } from 'node:crypto';
import sharp from 'sharp';
import type { SandboxOptions } from '../options.js';
import type { PhotoStore } from '../world/photo-store.js';

/** Limits of a product photo as VK states them: pixels, bytes, ratio. */
const MIN_SIDE = 400;
const MAX_SUM = 14_000;
const MAX_BYTES = 50 * 1024 * 1024;
const MAX_RATIO = 20;
const FORMATS = new Set(['jpeg', 'png', 'gif']);
/** Side of the kept preview in pixels. */
const PREVIEW = 480;

export interface GoodPicture {
  file: string;
  width: number;
  height: number;
  /** Of the bytes as they came. */
  sha256: string;
  bytes: number;
}

/**
 * Decodes an uploaded picture for real and keeps a small preview; returns VK's error text when the picture is refused.
 * Equal bytes are decoded once. Beyond `decodeFirst` different pictures only the header is read: a file that breaks off
 * later than that passes then, which the README says.
 */
export async function checkPicture(
  bytes: Buffer,
  photos: PhotoStore,
  { previews, decodeFirst = Infinity }: Pick<SandboxOptions, 'previews' | 'decodeFirst'>,
): Promise<GoodPicture | { error: string }> {
  if (bytes.length === 0) return { error: 'ERR_UPLOAD_FILE_NOT_UPLOADED: file is empty' };
  if (bytes.length > MAX_BYTES) return { error: 'ERR_UPLOAD_FILE_TOO_BIG: file is bigger than 50 MB' };
  const picture = sharp(bytes, { failOn: 'error' });
  let format: string;
  let width: number;
  let height: number;
  try {
    ({ format, width, height } = await picture.metadata());
  } catch {
    return { error: 'ERR_UPLOAD_FILE_NOT_SUPPORTED: file is not an image' };
  }
  if (!FORMATS.has(format)) return { error: 'ERR_UPLOAD_FILE_NOT_SUPPORTED: only jpg, png and gif' };
  if (Math.min(width, height) < MIN_SIDE)
    return { error: `ERR_UPLOAD_BAD_IMAGE_SIZE: market photo min size ${MIN_SIDE}x${MIN_SIDE}` };
  if (width + height > MAX_SUM) return { error: `ERR_UPLOAD_BAD_IMAGE_SIZE: market photo max sum of sides ${MAX_SUM}` };
  if (Math.max(width, height) / Math.min(width, height) > MAX_RATIO)
    return { error: 'ERR_UPLOAD_BAD_IMAGE_SIZE: market photo max ratio 1:20' };

  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = `${sha256.slice(0, 32)}.jpg`;
  const good = { file, width, height, sha256, bytes: bytes.length };
  // A placeholder sent a thousand times is decoded and kept once.
  if (photos.decoded.has(sha256) && (!previews || (await photos.get(file)) !== undefined)) return good;
  if (photos.decoded.size >= decodeFirst) return good;
  try {
    const square = picture.resize(PREVIEW, PREVIEW, { fit: 'cover' }).flatten({ background: '#ffffff' });
    if (previews) await photos.put(file, await square.jpeg({ quality: 78 }).toBuffer());
    else await square.raw().toBuffer();
  } catch {
    return { error: 'ERR_UPLOAD_FILE_NOT_SUPPORTED: image is broken' };
  }
  photos.decoded.add(sha256);
  return good;
}
