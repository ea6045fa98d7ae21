import { loadSharp } from './load-sharp.js';

/** A picture of ours as a square of so many pixels, cut as VK cuts it in its lists. */
export async function shrinkPhoto(jpeg: Uint8Array, side: number): Promise<Uint8Array> {
  const sharp = await loadSharp();
  return sharp(jpeg).resize({ width: side, height: side, fit: 'cover' }).jpeg({ quality: 80 }).toBuffer();
}
