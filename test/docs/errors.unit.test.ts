import { expect } from 'chai';
import { REASONS } from '../../src/domain/listing/reasons.js';
import { ownFiles } from '../repo/own-files.js';

/** A namespaced code, as a text of its own: `'VK.FLOOD'`. */
const CODE = /['"`]([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\.[A-Z][A-Z0-9_]*)['"`]/g;

/** Each code of the sources with the first file it stands in. */
function codesOfSources(): Map<string, string> {
  const found = new Map<string, string>(Object.keys(REASONS).map(code => [code, 'src/domain/listing/reasons.ts']));
  for (const { path, text } of ownFiles(/^(src|workflows|activities|temporal)\/.*\.ts$/)) {
    for (const [, code = ''] of text.matchAll(CODE)) if (!found.has(code)) found.set(code, path);
  }
  return found;
}

describe('docs/errors.md', () => {
  const lines = ownFiles(/^docs\/errors\.md$/).flatMap(file => file.lines);
  const rows = lines.flatMap(line => {
    const [, code, ...cells] = /^\| `([^`]+)` \|([^|]+)\|([^|]+)\|$/.exec(line) ?? [];
    return code === undefined ? [] : [{ code, cells: cells.map(cell => cell.trim()) }];
  });
  const documented = rows.map(row => row.code);
  const used = codesOfSources();

  it('explains every code of the sources', () => {
    const missing = [...used].filter(([code]) => !documented.includes(code));
    const wanted = missing.map(
      ([code, path]) => `add to docs/errors.md: | \`${code}\` | meaning | what to do |  (${path})`,
    );
    expect(wanted).to.deep.equal([]);
  });

  it('explains nothing that is gone', () => {
    const left = documented.filter(code => !used.has(code));
    expect(left.map(code => `take out of docs/errors.md: ${code}`)).to.deep.equal([]);
  });

  it('has one row per code, with a meaning and a remedy', () => {
    expect(documented.length).to.be.greaterThan(50);
    expect(new Set(documented).size).to.equal(documented.length);
    for (const { code, cells } of rows) {
      for (const cell of cells) expect(cell.length, code).to.be.greaterThan(3);
    }
  });
});
