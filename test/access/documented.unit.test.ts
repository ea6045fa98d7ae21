import { expect } from 'chai';
import { DEFAULT_GRANTS, PERMISSIONS } from '../../src/domain/access/permissions.js';
import { ownFiles } from '../repo/own-files.js';

const ROLES = ['user', 'admin', 'system'] as const;

describe('docs/operations/access.md', () => {
  const text = ownFiles(/^docs\/operations\/access\.md$/u)[0]?.text ?? '';
  const rows = (text.split('\n## Permissions\n')[1]?.split('\n## ')[0] ?? '')
    .split('\n')
    .filter(line => line.startsWith('| `'))
    .map(line => line.split('|').map(cell => cell.trim()))
    .map(([, code = '', meaning = '', ...grants]) => ({ code: code.replaceAll('`', ''), meaning, grants }));

  it('has every permission, in the order of the code, with what it means', () => {
    expect(rows.map(({ code }) => code)).to.deep.equal([...PERMISSIONS]);
    for (const { code, meaning } of rows) expect(meaning.length, code).to.be.greaterThan(10);
  });

  it('says what a fresh installation grants', () => {
    ROLES.forEach((role, column) => {
      const granted = rows.filter(({ grants }) => grants[column] === 'yes').map(({ code }) => code);
      expect(granted, role).to.have.members([...DEFAULT_GRANTS[role]]);
    });
    for (const { grants } of rows)
      expect(grants.slice(0, ROLES.length)).to.satisfy((cells: string[]) =>
        cells.every(cell => /^(?:yes)?$/u.test(cell)),
      );
  });
});
