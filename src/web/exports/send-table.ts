import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Response } from 'express';
import type { RowPages } from '../../services/files/file-contracts.js';
import { guardedText } from './formula-cells.js';
import type { TableFormat } from './table-format.js';
import { DIALECTS } from './table-format.js';

/** A column: its heading and its cell. Numbers are told from texts: a negative one is no formula. */
export interface Column<Row> {
  readonly header: string;
  readonly cell: (row: Row) => string | { readonly scaled: number; readonly decimals: number; readonly least: number };
}

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Moscow' });

/** `products_2026-11-21.csv`; the day is Moscow's, as everywhere on the site. */
export const tableName = (type: string, format: TableFormat, now: Date): string =>
  `${type}_${DAY.format(now)}${format === 'excel' ? '_excel' : ''}.csv`;

/** Writes a table to the browser as its rows come from the database; a table cut short never looks whole. */
export async function sendTable<Row>(
  res: Response,
  file: { readonly name: string; readonly format: TableFormat; readonly columns: readonly Column<Row>[] },
  pages: RowPages<Row>,
): Promise<void> {
  const { delimiter, decimalSign, lineEnd } = DIALECTS[file.format];
  res.set({
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${file.name}"`,
    'Cache-Control': 'private, no-store',
  });
  const writer = stringify({
    bom: true,
    delimiter,
    record_delimiter: lineEnd,
    escape_formulas: true,
    // Numbers come as an index into their text: the library must know that they are numbers.
    cast: { number: (value, { column }) => numberText(value, Number(column), file.columns, decimalSign) },
  });
  async function* records() {
    yield file.columns.map(({ header }) => header);
    for await (const page of pages) for (const row of page) yield file.columns.map(({ cell }) => plainCell(cell(row)));
  }
  await pipeline(Readable.from(records(), { highWaterMark: 64 }), writer, res);
}
