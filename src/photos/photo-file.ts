/** First bytes of the formats taken. Others (SVG, PDF, TIFF…) never reach a decoder. */
const SIGNATURES: readonly (readonly [offset: number, bytes: readonly number[]])[][] = [
  [[0, [0xff, 0xd8, 0xff]]],
  [[0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]]],
  [[0, [...'GIF8'].map(sign => sign.charCodeAt(0))]],
  [
    [0, [...'RIFF'].map(sign => sign.charCodeAt(0))],
    [8, [...'WEBP'].map(sign => sign.charCodeAt(0))],
  ],
];

/** Whether a file begins like a JPEG, PNG, GIF or WebP. */
export function isPhotoFile(file: Uint8Array): boolean {
  return SIGNATURES.some(signature =>
    signature.every(([offset, bytes]) => bytes.every((byte, i) => file[offset + i] === byte)),
  );
}

/** Brands of the container iPhones save photos in; only their own decoder reads it. */
const HEIC_BRANDS: ReadonlySet<string> = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']);

/** Whether a file begins like a HEIC photo of a phone. */
export function isHeicFile(file: Uint8Array): boolean {
  const text = (from: number): string => String.fromCharCode(...file.subarray(from, from + 4));
  return text(4) === 'ftyp' && HEIC_BRANDS.has(text(8));
}
