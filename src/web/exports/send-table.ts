import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { stringify } from 'csv-stringify';
import type { Response } from 'express';
import type { RowPages } from '../../services/files/file-contracts.js';
import { guardedText } from './formula-cells.js';
import type { TableFormat } from './table-format.js';
import { DIALECTS } from './table-format.js';

/** A column of texts, or of whole numbers of `10^-decimals` printed with at least so many digits after the sign. */
export type Column<Row> = { readonly header: string } & (
  | { readonly text: (row: Row) => string | null }
  | { readonly number: (row: Row) => number | null; readonly decimals: number; readonly leastDigits: number }
);

const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Moscow' });
/** Rows ready ahead of the browser. */
const ROWS_AHEAD = 64;

/** `products_2026-11-21.csv`; the day is Moscow's, as everywhere on the site. */
export const tableName = (type: string, format: TableFormat, now: Date): string =>
  `${type}_${DAY.format(now)}${format === 'excel' ? '_excel' : ''}.csv`;

/** Writes a table to the browser as its rows come from the database; one that breaks off breaks the connection. */
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
    // A number stays one until here: the guard against formulas then leaves its minus alone.
    cast: { number: (value, { index }) => numberText(value, file.columns[index], decimalSign) },
  });
  const records = async function* () {
    yield file.columns.map(({ header }) => header);
    for await (const page of pages) for (const row of page) yield file.columns.map(column => cellOf(column, row));
  };
  try {
    await pipeline(Readable.from(records(), { highWaterMark: ROWS_AHEAD }), writer, res);
  } catch (error) {
    // Somebody closed the page; nothing is read any further.
    if ((error as { code?: unknown }).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function cellOf<Row>(column: Column<Row>, row: Row): string | number | null {
  if ('number' in column) return column.number(row);
  const text = column.text(row);
  return text === null ? null : guardedText(text);
}

function numberText<Row>(value: number, column: Column<Row> | undefined, decimalSign: string): string {
  if (column === undefined || !('number' in column)) return String(value);
  const { decimals, leastDigits } = column;
  const digits = String(Math.abs(value)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits
    .slice(digits.length - decimals)
    .replace(/0+$/u, '')
    .padEnd(leastDigits, '0');
  return `${value < 0 ? '-' : ''}${whole}${fraction === '' ? '' : `${decimalSign}${fraction}`}`;
}
