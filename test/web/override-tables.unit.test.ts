import { PassThrough } from 'node:stream';
import { expect } from 'chai';
import type { Response } from 'express';
import fc from 'fast-check';
import { isAppError } from '../../src/domain/errors.js';
import type { OverrideExportRow } from '../../src/services/files/file-contracts.js';
import { guardedText, looksLikeFormula, unguardedText } from '../../src/web/exports/formula-cells.js';
import { sendTable, tableName } from '../../src/web/exports/send-table.js';
import { OVERRIDE_COLUMNS } from '../../src/web/exports/table-columns.js';
import type { TableFormat } from '../../src/web/exports/table-format.js';
import { readOverridesTable } from '../../src/web/overrides/read-overrides-table.js';

/** What the browser gets, without a browser. */
async function written(rows: readonly OverrideExportRow[], format: TableFormat): Promise<Buffer> {
  const res = new PassThrough();
  const chunks: Buffer[] = [];
  res.on('data', (chunk: Buffer) => chunks.push(chunk));
  const headers = Object.assign(res, { set: () => res }) as unknown as Response;
  const pages = async function* () {
    yield await Promise.resolve(rows);
  };
  await sendTable(headers, { name: 'x.csv', format, columns: OVERRIDE_COLUMNS }, pages());
  return Buffer.concat(chunks);
}

/** Texts of every kind, those that tables stumble over among them; no signs that no text holds. */
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc
      .tuple(
        fc.constantFrom('=', '+', '-', '@', "'", "''=", '\t', '＝', '"', ',', ';', '\n'),
        fc.string({ maxLength: 20 }),
      )
      .map(parts => parts.join('')),
    fc.string({ unit: fc.constantFrom('"', ',', ';', "'", '=', '\n', ' ', 'ё', '\t'), maxLength: 12 }),
  )
  .map(value => value.replace(/[^\P{Cc}\n\t]|\ufffd/gu, ''));

const row = fc.record({
  id: fc.uuid(),
  name: text,
  ownPriceKopecks: fc.option(fc.integer({ min: 1, max: 10_000_000_000 })),
  ownName: fc.option(text),
  ownDescription: fc.option(text),
}) as fc.Arbitrary<OverrideExportRow>;

const roubles = (value: number): string => `${Math.floor(value / 100)}.${String(value % 100).padStart(2, '0')}`;

describe('tables of own values', () => {
  it('give every text and price back as it was, in both formats', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 8 }),
        fc.constantFrom('csv', 'excel'),
        async (rows, format) => {
          const table = await readOverridesTable(await written(rows, format));
          expect(table.fields).to.deep.equal(['price', 'name', 'description']);
          expect(table.rows.map(({ productId }) => productId)).to.deep.equal(rows.map(({ id }) => id));
          for (const [index, { cells }] of table.rows.entries()) {
            const { ownPriceKopecks, ownName, ownDescription } = rows[index]!;
            const price = ownPriceKopecks === null ? '' : roubles(ownPriceKopecks);
            expect(cells).to.deep.equal({
              price: format === 'excel' ? price.replace('.', ',') : price,
              name: ownName ?? '',
              description: ownDescription ?? '',
            });
          }
        },
      ),
      { numRuns: 300 },
    );
  });

  it('hold no cell a spreadsheet would run, unless it is a number', async () => {
    await fc.assert(
      fc.asyncProperty(row, async one => {
        const plain = (await written([one], 'csv')).toString('utf8').slice(1);
        const record = plain.slice(plain.indexOf('\n') + 1);
        for (const [, quoted, bare] of record.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,"\n]*))/gu)) {
          const cell = quoted ?? bare ?? '';
          if (!/^-?\d/u.test(cell)) expect(looksLikeFormula(cell), cell).to.equal(false);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('guard and unguard are each other’s opposite', () => {
    fc.assert(
      fc.property(text, value => {
        // The library adds its own guard to what looks like a formula.
        const cell = looksLikeFormula(value) ? `'${value}` : guardedText(value);
        expect(unguardedText(cell)).to.equal(value);
        expect(looksLikeFormula(cell)).to.equal(false);
      }),
    );
  });

  it('are read whatever bytes they are: rows, or one clear refusal', async () => {
    const codes = /^TABLE\.(?:WORKBOOK|EMPTY|COLUMNS|BROKEN|TOO_MANY_ROWS)$/u;
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc
            .string({
              unit: fc.constantFrom('ID', 'Своя цена', ',', ';', '"', '\n', '\r\n', '1', 'x', '\u0000'),
              maxLength: 60,
            })
            .map(value => Buffer.from(`ID,Своя цена\n${value}`)),
        ),
        async bytes => {
          const outcome = await readOverridesTable(bytes).then(
            ({ rows }) => rows.length > 0,
            (error: unknown) => isAppError(error) && codes.test(error.code),
          );
          expect(outcome).to.equal(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('know short lines, blank lines and lines of text inside a cell, and count as a spreadsheet does', async () => {
    const { rows } = await readOverridesTable(
      Buffer.from('ID;Своя цена;Своё описание\r\n\r\na;1\r\nb;2;"две\r\nстроки"\r\n;;\r\nc;3;;;\r\n'),
    );
    expect(rows).to.deep.equal([
      { line: 3, productId: 'a', cells: { price: '1', description: '' } },
      { line: 4, productId: 'b', cells: { price: '2', description: 'две\r\nстроки' } },
      { line: 6, productId: 'c', cells: { price: '3', description: '' } },
    ]);
  });

  it('are named by the day in Moscow', () => {
    expect(tableName('products', 'csv', new Date('2026-11-21T21:30:00Z'))).to.equal('products_2026-11-22.csv');
    expect(tableName('stores', 'excel', new Date('2026-11-21T20:30:00Z'))).to.equal('stores_2026-11-21_excel.csv');
  });
});
