/** `csv`: comma and decimal point, as programs read it; `excel`: what a Russian Excel opens right at once. */
export const TABLE_FORMATS = ['csv', 'excel'] as const;
export type TableFormat = (typeof TABLE_FORMATS)[number];

interface Dialect {
  readonly delimiter: string;
  readonly decimalSign: string;
  readonly lineEnd: string;
}

export const DIALECTS: Readonly<Record<TableFormat, Dialect>> = {
  csv: { delimiter: ',', decimalSign: '.', lineEnd: '\n' },
  excel: { delimiter: ';', decimalSign: ',', lineEnd: '\r\n' },
};
