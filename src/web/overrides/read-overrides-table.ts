import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../../domain/errors.js';
import type { OverrideField, OverrideRow } from '../../services/files/file-contracts.js';
import { unguardedText } from '../exports/formula-cells.js';
import { count } from '../texts/numbers.js';
import { isWorkbook, tableShape, tableText } from './table-text.js';

/** Goods in one file. */
export const MAX_ROWS = 30_000;
/** Characters of one line of the file, with its description. */
const MAX_LINE = 100_000;

/** Characters read at a time. */
const SLICE = 64 * 1024;

const FIELDS: Readonly<Record<string, OverrideField>> = {
  'своя цена': 'price',
  'своё название': 'name',
  'своё описание': 'description',
};
const ID = 'id';
/** For the eye only. */
const NAME = 'название';

/** Signs no text of a till or a person holds: a damaged file, or another kind of file. Line ends and tabs are texts. */
const STRANGE = /[^\P{Cc}\n\r\t]|\ufffd/u;

type ColumnUse = OverrideField | 'id' | null;

export interface OverridesTable {
  readonly fields: readonly OverrideField[];
  readonly rows: readonly OverrideRow[];
}

/**
 * A file of own values as lines with their texts, nothing judged yet; lines are counted as a spreadsheet counts them.
 * Throws, all `invalid`: `TABLE.WORKBOOK`, `TABLE.EMPTY`, `TABLE.COLUMNS` (details.problem), `TABLE.BROKEN`
 * (details.line), `TABLE.TOO_MANY_ROWS` (details.max).
 */
export async function readOverridesTable(bytes: Uint8Array): Promise<OverridesTable> {
  if (isWorkbook(bytes)) throw new AppError('invalid', 'TABLE.WORKBOOK');
  const { delimiter, body, skipped } = tableShape(tableText(bytes));
  let columns: readonly ColumnUse[] | null = null;
  let line = skipped;
  const rows: OverrideRow[] = [];
  const take = (record: readonly string[]): null => {
    line += 1;
    if (record.every(cell => cell.trim() === '')) return null;
    if (columns === null) columns = columnsOf(record);
    else if (rows.length >= MAX_ROWS) throw new AppError('invalid', 'TABLE.TOO_MANY_ROWS', { max: count(MAX_ROWS) });
    else rows.push(rowOf(record, line, columns));
    return null;
  };
  try {
    const parser = parse({
      delimiter,
      // Quotes in the middle of a cell are a person's, not a fault.
      relax_quotes: true,
      // Excel leaves out empty cells at the end of a line.
      relax_column_count: true,
      max_record_size: MAX_LINE,
      on_record: take,
    });
    await pipeline(Readable.from(slices(body)), parser.resume());
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new AppError('invalid', 'TABLE.BROKEN', { line: line + 1 }, { cause: error });
  }
  const read = columns as readonly ColumnUse[] | null;
  if (read === null || rows.length === 0) throw new AppError('invalid', 'TABLE.EMPTY');
  return { fields: read.filter(column => column !== null).filter(column => column !== 'id'), rows };
}

/** A large file is read in turns with the other visitors. */
async function* slices(text: string): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += SLICE) {
    yield text.slice(start, start + SLICE);
    await setImmediate();
  }
}

/** What each column holds; `null` = nothing that is read. */
function columnsOf(heading: readonly string[]): readonly ColumnUse[] {
  const names = heading.map(cell =>
    cell
      .trim()
      .toLowerCase()
      .replace(/\s+/gu, ' ')
      .replace(/^свое /u, 'своё '),
  );
  const columns = names.map(name => (name === ID ? 'id' : (FIELDS[name] ?? null)));
  const problem = columnProblem(heading, names, columns);
  if (problem !== null) throw new AppError('invalid', 'TABLE.COLUMNS', { problem });
  return columns;
}

function columnProblem(
  heading: readonly string[],
  names: readonly string[],
  columns: readonly ColumnUse[],
): string | null {
  const quoted = (cells: readonly string[]): string => cells.map(cell => `«${shortened(cell.trim())}»`).join(', ');
  if (!columns.includes('id')) return `нет столбца «ID», а есть ${quoted(heading.slice(0, 8))}`;
  const twice = heading.filter(
    (_, index) => columns[index] !== null && columns.indexOf(columns[index] ?? null) !== index,
  );
  if (twice.length > 0) return `дважды встречается столбец ${quoted(twice)}`;
  const foreign = heading.filter((_, index) => columns[index] === null && names[index] !== NAME && names[index] !== '');
  if (foreign.length > 0) return `незнакомые столбцы ${quoted(foreign.slice(0, 8))}`;
  if (columns.every(column => column === null || column === 'id'))
    return 'нет ни одного из столбцов «Своя цена», «Своё название», «Своё описание»';
  return null;
}

const shortened = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

function rowOf(record: readonly string[], line: number, columns: readonly ColumnUse[]): OverrideRow {
  const texts = record.map(unguardedText);
  const at = (index: number): string => texts[index] ?? '';
  const cells: Partial<Record<OverrideField, string>> = {};
  for (const [index, column] of columns.entries()) if (column !== null && column !== 'id') cells[column] = at(index);
  const row = { line, productId: at(columns.indexOf('id')).trim(), cells };
  // A comma inside a price that nobody quoted moves every cell after it.
  if (texts.slice(columns.length).some(cell => cell.trim() !== '')) return { ...row, fault: 'too_many_cells' };
  return texts.some(cell => STRANGE.test(cell)) ? { ...row, fault: 'strange_signs' } : row;
}
