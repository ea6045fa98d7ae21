import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';

/** Weights the name card is drawn with. */
export type FontWeight = 500 | 600;

const FILES: Readonly<Record<FontWeight, string>> = {
  500: '500Medium/GolosText_500Medium.ttf',
  600: '600SemiBold/GolosText_600SemiBold.ttf',
};

/** Family name inside the files. */
export const FONT_FAMILY = 'Golos Text';

const require = createRequire(import.meta.url);

/** Path of one weight of Golos Text (Paratype, OFL), which comes with the program as an npm package. */
export function fontPath(weight: FontWeight): string {
  return require.resolve(`@expo-google-fonts/golos-text/${FILES[weight]}`);
}

/** Folders the font library has to look in. */
export function fontFolders(): readonly string[] {
  return ([500, 600] as const).map(weight => dirname(fontPath(weight)));
}

export function readFont(weight: FontWeight): Uint8Array {
  return readFileSync(fontPath(weight));
}
