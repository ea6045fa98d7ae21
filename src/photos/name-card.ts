import { FONT_FAMILY, readFont } from './font-files.js';
import type { MeasureText } from './font-metrics.js';
import { readMetrics } from './font-metrics.js';
import { wrapText } from './wrap-text.js';

/** What a name card says: the name of the good and, above it, its group (empty = none). */
export interface NameCard {
  readonly title: string;
  readonly subtitle: string;
}

/** Side of the card in pixels; VK shows goods as squares and takes nothing under 400. */
export const CARD_SIZE = 1000;

const MARGIN = 96;
const WIDTH = CARD_SIZE - 2 * MARGIN;
const GROUND = '#F7F5F1';
const INK = '#1E2A30';
/** Of Golos Text, in ems: depth of «р», and the air left of «Б», taken off so that title and group start on one line. */
const DESCENT = 0.2;
const SIDE_BEARING = 0.045;
/** Quiet dark tones of equal weight, the green of the pages first (it stands for «no group»). */
const ACCENTS = ['#0F5F5A', '#2C4A73', '#6A3553', '#7E4526', '#53602A', '#3D4C5A'] as const;
/** The title stands on `bottom` and grows upwards to `top`. */
const TITLE = { top: 300, bottom: 872, largest: 120, smallest: 44, step: 4, leading: 1.14 } as const;
const SUBTITLE = { size: 42, baseline: 168 } as const;
/** The first letter, large and faint, so that short names do not look lost and cards differ from afar. */
const INITIAL = { size: 560, right: 912, baseline: 520, opacity: 0.08 } as const;

let fonts: { readonly title: MeasureText; readonly subtitle: MeasureText } | null = null;

/** The card as SVG, for sharp to draw. The accent depends on the group only, so that a shelf of cards shows its groups. */
export function nameCardSvg({ title, subtitle }: NameCard): string {
  fonts ??= { title: readMetrics(readFont(600)), subtitle: readMetrics(readFont(500)) };
  const accent = accentOf(subtitle);
  const { size, lines } = fitTitle(title, fonts.title);
  const leading = size * TITLE.leading;
  const last = TITLE.bottom - size * DESCENT;
  const titleLines = lines.map((line, i) => {
    const y = last - (lines.length - 1 - i) * leading;
    return `<text x="${MARGIN - size * SIDE_BEARING}" y="${y.toFixed(1)}">${escaped(line)}</text>`;
  });
  const group = shorten(subtitle, WIDTH / SUBTITLE.size, fonts.subtitle);
  const initial = /[\p{L}\p{N}]/u.exec(title)?.[0]?.toUpperCase() ?? '';
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${CARD_SIZE}" height="${CARD_SIZE}">
<rect width="100%" height="100%" fill="${GROUND}"/>
<g font-family="${FONT_FAMILY}">
<text x="${INITIAL.right}" y="${INITIAL.baseline}" text-anchor="end" font-size="${INITIAL.size}" font-weight="600" fill="${accent}" fill-opacity="${INITIAL.opacity}">${escaped(initial)}</text>
<text x="${MARGIN}" y="${SUBTITLE.baseline}" font-size="${SUBTITLE.size}" font-weight="500" fill="${accent}">${escaped(group)}</text>
<g font-size="${size}" font-weight="600" fill="${INK}">${titleLines.join('')}</g>
</g>
<rect x="${MARGIN}" y="${MARGIN - 8}" width="88" height="10" rx="5" fill="${accent}"/>
<rect y="${CARD_SIZE - 24}" width="100%" height="24" fill="${accent}"/>
</svg>`;
}

function fitTitle(title: string, measure: MeasureText): { size: number; lines: readonly string[] } {
  const widest = Math.max(...title.split(' ').map(measure));
  for (let size: number = TITLE.largest; size > TITLE.smallest; size -= TITLE.step) {
    const lines = wrapText(title, WIDTH / size, measure);
    const fits = lines.length * size * TITLE.leading <= TITLE.bottom - TITLE.top;
    // Smaller letters are better than a broken word, down to a point.
    if (fits && (widest <= WIDTH / size || size <= 64)) return { size, lines };
  }
  const most = Math.floor((TITLE.bottom - TITLE.top) / (TITLE.smallest * TITLE.leading));
  return { size: TITLE.smallest, lines: wrapText(title, WIDTH / TITLE.smallest, measure).slice(0, most) };
}

function shorten(text: string, maxWidth: number, measure: MeasureText): string {
  if (measure(text) <= maxWidth) return text;
  const signs = [...text];
  while (signs.length > 0 && measure(`${signs.join('').trimEnd()}…`) > maxWidth) signs.pop();
  return `${signs.join('').trimEnd()}…`;
}

function accentOf(group: string): string {
  if (group === '') return ACCENTS[0];
  let hash = 0;
  for (let i = 0; i < group.length; i += 1) hash = (hash * 31 + group.charCodeAt(i)) >>> 0;
  return ACCENTS[hash % ACCENTS.length] ?? ACCENTS[0];
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
