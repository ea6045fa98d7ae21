const UTF16_LE = [0xff, 0xfe] as const;

/**
 * The text of a file as spreadsheets save it: UTF-8 with or without a mark, «Текст Юникод», else windows-1251, which is
 * what a Russian Excel writes.
 */
export function tableText(bytes: Uint8Array): string {
  if (UTF16_LE.every((byte, index) => bytes[index] === byte)) return new TextDecoder('utf-16le').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1251').decode(bytes);
  }
}

/** Whether a file is a workbook (.xlsx, .ods: a zip; .xls) instead of a table of texts. */
export function isWorkbook(bytes: Uint8Array): boolean {
  const starts = (signature: readonly number[]): boolean => signature.every((byte, index) => bytes[index] === byte);
  return starts([0x50, 0x4b, 0x03, 0x04]) || starts([0xd0, 0xcf, 0x11, 0xe0]);
}

const DELIMITERS = [';', ',', '\t'] as const;

/** What parts the cells, told by the heading line; `sep=;` above it is believed, as Excel does. */
export function tableShape(text: string): {
  readonly delimiter: string;
  readonly body: string;
  readonly skipped: number;
} {
  const said = /^sep=([;,\t])\r?\n/iu.exec(text);
  if (said?.[1] !== undefined) return { delimiter: said[1], body: text.slice(said[0].length), skipped: 1 };
  const heading = (/^[^\r\n]*/u.exec(text)?.[0] ?? '').replace(/"[^"]*"/gu, '');
  const counts = DELIMITERS.map(delimiter => heading.split(delimiter).length);
  const best = DELIMITERS[counts.indexOf(Math.max(...counts))];
  return { delimiter: best ?? ',', body: text, skipped: 0 };
}
