/** Width of a text set in one font, in parts of the font size (1 = one em). Kerning is left out. */
export type MeasureText = (text: string) => number;

/**
 * Reads the advance widths out of a TrueType file: tables `head` (units per em), `hhea`, `hmtx` (widths) and `cmap`
 * format 4 (character → glyph). A sign the font does not have counts as its first glyph, the empty box.
 * Layout: https://learn.microsoft.com/typography/opentype/spec/otff
 */
export function readMetrics(font: Uint8Array): MeasureText {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const tables = tableOffsets(view);
  const at = (tag: string): number => {
    const offset = tables.get(tag);
    if (offset === undefined) throw new Error(`font without table ${tag}`);
    return offset;
  };
  const unitsPerEm = view.getUint16(at('head') + 18);
  const widths = view.getUint16(at('hhea') + 34);
  const hmtx = at('hmtx');
  const glyphOf = glyphFinder(view, at('cmap'));
  return text => {
    let units = 0;
    for (const sign of text) {
      const glyph = Math.min(glyphOf(sign.codePointAt(0) ?? 0), widths - 1);
      units += view.getUint16(hmtx + glyph * 4);
    }
    return units / unitsPerEm;
  };
}

function tableOffsets(view: DataView): ReadonlyMap<string, number> {
  const offsets = new Map<string, number>();
  for (let i = 0; i < view.getUint16(4); i += 1) {
    const record = 12 + i * 16;
    const tag = String.fromCharCode(...[0, 1, 2, 3].map(byte => view.getUint8(record + byte)));
    offsets.set(tag, view.getUint32(record + 8));
  }
  return offsets;
}

function glyphFinder(view: DataView, cmap: number): (codePoint: number) => number {
  const table = Array.from(
    { length: view.getUint16(cmap + 2) },
    (_, i) => cmap + view.getUint32(cmap + 8 + i * 8),
  ).find(offset => view.getUint16(offset) === 4);
  if (table === undefined) throw new Error('font without a character map of format 4');
  const twice = view.getUint16(table + 6);
  const [ends, starts] = [table + 14, table + 16 + twice];
  const [deltas, ranges] = [starts + twice, starts + twice * 2];
  return codePoint => {
    for (let i = 0; i < twice; i += 2) {
      if (view.getUint16(ends + i) < codePoint) continue;
      const start = view.getUint16(starts + i);
      if (start > codePoint) return 0;
      const delta = view.getUint16(deltas + i);
      const range = view.getUint16(ranges + i);
      if (range === 0) return (codePoint + delta) & 0xffff;
      const glyph = view.getUint16(ranges + i + range + (codePoint - start) * 2);
      return glyph === 0 ? 0 : (glyph + delta) & 0xffff;
    }
    return 0;
  };
}
