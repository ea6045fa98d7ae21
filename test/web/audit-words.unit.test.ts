import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { auditLine } from '../../src/web/admin/audit/audit-line.js';
import { AUDIT_WORDS, actionText } from '../../src/web/admin/audit/audit-words.js';
import { SETTING_WORDS, settingValueText } from '../../src/web/admin/audit/setting-words.js';
import { SETTINGS } from '../../src/services/sync/settings-table.js';
import { PERMISSIONS } from '../../src/domain/access/permissions.js';
import { AUDIT_LINES } from '../support/fake-audit.js';

const SERVICES = fileURLToPath(new URL('../../src/services/', import.meta.url));
const NOW = new Date('2026-11-21T11:30:00Z');

/** Texts of the use cases that look like an action, out of files that write to the audit log. */
function writtenActions(): ReadonlySet<string> {
  const files = readdirSync(SERVICES, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts'))
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .filter(source => /\b(?:write|note|audit)\w*\(|\bentry\(/iu.test(source) && /audit/iu.test(source));
  const found = files.flatMap(source =>
    [...source.matchAll(/'([a-z_]+\.[a-z_]+)'/gu)].map(([, action = '']) => action),
  );
  const areas = new Set(Object.keys(AUDIT_WORDS).map(action => action.split('.')[0]));
  return new Set(found.filter(text => areas.has(text.split('.')[0]) && !PERMISSIONS.some(known => known === text)));
}

describe('the words of the audit log', () => {
  it('name every action that is written', () => {
    const written = writtenActions();
    expect([...written].filter(action => !Object.hasOwn(AUDIT_WORDS, action))).to.deep.equal([]);
    expect(written.size).to.be.above(45);
  });

  it('name no action that nobody writes', () => {
    const written = writtenActions();
    // The permission of the same name hides it from the search above.
    const hidden = ['api_log.view'];
    expect(Object.keys(AUDIT_WORDS).filter(action => !written.has(action) && !hidden.includes(action))).to.deep.equal(
      [],
    );
  });

  it('are Russian, short, and told apart', () => {
    for (const words of Object.values(AUDIT_WORDS)) expect(words).to.match(/^[А-ЯЁ][^.!]{3,60}$/u);
    expect(new Set(Object.values(AUDIT_WORDS)).size).to.equal(Object.keys(AUDIT_WORDS).length);
    expect(actionText('constructor')).to.equal('Действие');
  });

  it('tell one’s own deed once, and of a gone account that it is gone', () => {
    const [suspended, settings, failed, deleted, grants] = AUDIT_LINES.map(line => auditLine(line, NOW));
    expect(suspended?.whom?.text).to.equal('stopped@evosync.example');
    expect(settings).to.deep.include({ whom: null, from: 'сайт, 203.0.113.7' });
    expect(settings?.diffs.map(({ label, before, after }) => [label, before, after])).to.deep.equal([
      ['Множитель цены', '1', '1,15'],
      ['Защита: исчезает товаров больше, %', '20', '35'],
    ]);
    expect(failed?.who).to.deep.equal({ text: 'Кто-то без входа', href: null });
    expect(deleted).to.deep.include({ whom: null, entity: 'Учётная запись № 77' });
    expect(grants?.who.text).to.equal('Командная строка');
    const orphan = auditLine({ ...AUDIT_LINES[0]!, actor: null }, NOW);
    expect(orphan.who.text).to.equal('Удалённая учётная запись');
  });

  it('name every setting, its choices, and the fields of what is nested', () => {
    expect(Object.keys(SETTING_WORDS).sort()).to.deep.equal(SETTINGS.map(({ name }) => name).sort());
    for (const { name, allowed } of SETTINGS)
      if (/^[a-z0-9_]+(?: \| [a-z0-9_]+)+$/u.test(allowed) && !/true|on/u.test(allowed.split(' | ')[0] ?? ''))
        for (const value of allowed.split(' | '))
          expect(settingValueText(name, value), `${name} ${value}`).to.match(/[а-я]/u);
    expect(settingValueText('firstName', '1.15')).to.equal('1.15');
    const line = auditLine(
      { ...AUDIT_LINES[0]!, before: { outer: { inner: 1 } }, after: { outer: { inner: 2 } } },
      NOW,
    );
    expect(line.diffs).to.deep.equal([{ label: 'outer.inner', before: '1', after: '2', change: '' }]);
  });

  it('leave out what reads the same, and count what is too much', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_none, n) => [`field${n}`, n]));
    const line = auditLine(
      { ...AUDIT_LINES[0]!, before: { same: [1, 2], gone: 'x' }, after: { same: [1, 2], ...many } },
      NOW,
    );
    expect(line.diffs).to.have.length(13);
    expect(line.diffs.at(-1)).to.include({ label: 'И ещё полей', after: '19' });
    expect(line.diffs.some(({ label }) => label === 'same')).to.equal(false);
  });
});
