import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { projectRoot } from '../../src/config/project-root.js';

/** Requirements of levels 1 and 2 of OWASP ASVS 4.0.3, by section; those that were deleted or are of level 3 alone are left out. */
const REQUIREMENTS: Readonly<Record<string, string>> = {
  '1.1': '1-7',
  '1.2': '1-4',
  '1.4': '1 4-5',
  '1.5': '1-4',
  '1.6': '1-4',
  '1.7': '1-2',
  '1.8': '1-2',
  '1.9': '1-2',
  '1.10': '1',
  '1.11': '1-2',
  '1.12': '2',
  '1.14': '1-6',
  '2.1': '1-12',
  '2.2': '1-3',
  '2.3': '1-3',
  '2.4': '1-5',
  '2.5': '1-7',
  '2.6': '1-3',
  '2.7': '1-6',
  '2.8': '1-7',
  '2.9': '1-3',
  '2.10': '1-4',
  '3.1': '1',
  '3.2': '1-4',
  '3.3': '1-4',
  '3.4': '1-5',
  '3.5': '1-3',
  '3.7': '1',
  '4.1': '1-3 5',
  '4.2': '1-2',
  '4.3': '1-3',
  '5.1': '1-5',
  '5.2': '1-8',
  '5.3': '1-10',
  '5.4': '1-3',
  '5.5': '1-4',
  '6.1': '1-3',
  '6.2': '1-6',
  '6.3': '1-2',
  '6.4': '1-2',
  '7.1': '1-4',
  '7.2': '1-2',
  '7.3': '1 3-4',
  '7.4': '1-3',
  '8.1': '1-4',
  '8.2': '1-3',
  '8.3': '1-8',
  '9.1': '1-3',
  '9.2': '1-4',
  '10.2': '1-2',
  '10.3': '1-3',
  '11.1': '1-8',
  '12.1': '1-3',
  '12.2': '1',
  '12.3': '1-6',
  '12.4': '1-2',
  '12.5': '1-2',
  '12.6': '1',
  '13.1': '1 3-5',
  '13.2': '1-3 5-6',
  '13.3': '1-2',
  '13.4': '1-2',
  '14.1': '1-4',
  '14.2': '1-6',
  '14.3': '2-3',
  '14.4': '1-7',
  '14.5': '1-4',
};

const expected = Object.entries(REQUIREMENTS).flatMap(([section, parts]) =>
  parts.split(' ').flatMap(part => {
    const [from = 0, to = from] = part.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, nth) => `${section}.${from + nth}`);
  }),
);

const text = readFileSync(join(projectRoot, 'docs/security.md'), 'utf8');
const rows = text
  .split('\n')
  .filter(line => /^\| \d/.test(line))
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(([, number = '', requirement = '', status = '', shown = '']) => ({ number, requirement, status, shown }));

describe('docs/security.md', () => {
  it('has every requirement of levels 1 and 2 once, and no other', () => {
    expect(rows.map(({ number }) => number)).to.have.members(expected);
    expect(rows.length).to.equal(new Set(expected).size);
  });

  it('gives each a status and says what shows it, or what is left', () => {
    for (const { number, requirement, status, shown } of rows) {
      expect(requirement, number).not.to.equal('');
      expect(status, number).to.be.oneOf(['yes', 'partly', 'operator', 'n/a', 'risk']);
      expect(shown, number).to.have.length.above(3);
      if (status === 'risk') expect(shown, number).to.contain('Remaining risk');
    }
  });

  it('names files that exist', () => {
    const named = [...text.matchAll(/`((?:test|docs|src|scripts)\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(named.length).to.be.above(150);
    expect([...new Set(named)].filter(path => !existsSync(join(projectRoot, path)))).to.deep.equal([]);
  });

  it('shows most of what is met by a test', () => {
    const met = rows.filter(({ status }) => status === 'yes');
    const tested = met.filter(({ shown }) => shown.includes('`test/'));
    expect(tested.length / met.length).to.be.above(0.9);
  });
});
