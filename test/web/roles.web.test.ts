import { expect } from 'chai';
import { DEFAULT_GRANTS, OPERATOR_PERMISSIONS, type Permission } from '../../src/domain/access/permissions.js';
import { grantsMark } from '../../src/domain/access/role-rules.js';
import { PERMISSION_AREAS, PERMISSION_WORDS } from '../../src/web/admin/roles/permission-words.js';
import { buildTestSite, type TestSite } from '../support/test-site.js';
import { loggedIn, type Visitor } from '../support/visitor.js';

const SYSTEM = 'system@evosync.example';
const SAVE = '/admin/roles/2/permissions';

/** Spaces that do not break read like others. */
const plain = (text: string): string => text.replace(/[\u00A0\u202F]/gu, ' ');

describe('roles', () => {
  let site: TestSite;
  let someone: Visitor;
  beforeEach(async () => {
    site = buildTestSite();
    someone = await loggedIn(site.app, SYSTEM);
  });

  const admin = () => site.services.adminRoles.roles[1]!;
  const ticks = (change: (now: readonly Permission[]) => readonly Permission[] = now => now) =>
    change(admin().grants.filter(code => code !== 'account.own'));
  const form = (permissions: readonly string[], over: Record<string, string> = {}) => ({
    permissions,
    based_on: grantsMark(admin().grants),
    ...over,
  });
  const without = (lost: Permission) => ticks(now => now.filter(code => code !== lost));

  it('are a table of everything, each permission with its words, once', async () => {
    const { text } = await someone.get('/admin/roles');
    const shown = PERMISSION_AREAS.flatMap(({ permissions }) => permissions);
    expect([...shown].sort()).to.deep.equal(Object.keys(PERMISSION_WORDS).sort());
    for (const { name, hint } of Object.values(PERMISSION_WORDS)) expect(text).to.include(name).and.include(hint);
    expect(plain(text)).to.include('1 042 человека').and.include('3 человека').and.include('1 человек');
    const boxes = [...text.matchAll(/type="checkbox"[^>]* value="([^"]+)"( checked)?/gu)];
    expect(boxes.map(([, code]) => code).sort()).to.deep.equal([...OPERATOR_PERMISSIONS].sort());
    const checked = boxes.filter(([, , isChecked]) => isChecked !== undefined).map(([, code]) => code);
    expect(checked.sort()).to.deep.equal(ticks().toSorted());
  });

  it('can be looked at without a form by whoever may not change them', async () => {
    const operator = await loggedIn(site.app, 'operator@evosync.example');
    const { text, status } = await operator.get('/admin/roles');
    expect(status).to.equal(200);
    expect(text).not.to.include('type="checkbox"').and.not.include(SAVE);
    expect((await operator.post(SAVE, form(ticks()))).status).to.equal(403);
  });

  it('get more at once', async () => {
    const answer = await someone.post(SAVE, form(ticks(now => [...now, 'clock.control'])));
    expect([answer.status, answer.headers['location']]).to.deep.equal([303, '/admin/roles']);
    expect(admin().grants).to.include('clock.control').and.include('account.own');
    const page = await someone.get('/admin/roles');
    expect(plain(page.text)).to.include('Права роли «Оператор» сохранены, добавлено: 1 право');
  });

  it('get less after a question that says how many lose what', async () => {
    const asked = await someone.post(SAVE, form(without('audit.view')));
    expect(asked.status).to.equal(200);
    expect(plain(asked.text)).to.include('Читать журнал действий: 3 человека больше не смогут');
    expect(admin().grants).to.include('audit.view');
    const answer = await someone.post(SAVE, form(without('audit.view'), { confirmed: '1' }));
    expect(answer.status).to.equal(303);
    expect(admin().grants).not.to.include('audit.view');
    expect(plain((await someone.get('/admin/roles')).text)).to.include('забрано: 1 право');
  });

  it('get less without a question when nobody has the role', async () => {
    admin().people = 0;
    expect((await someone.post(SAVE, form(without('audit.view')))).status).to.equal(303);
    expect(admin().grants).not.to.include('audit.view');
  });

  it('can lose everything: no tick is sent then', async () => {
    const answer = await someone.post(SAVE, { based_on: grantsMark(admin().grants), confirmed: '1' });
    expect(answer.status).to.equal(303);
    expect(admin().grants).to.deep.equal(['account.own']);
  });

  it('say so when nothing was changed', async () => {
    await someone.post(SAVE, form(ticks()));
    expect((await someone.get('/admin/roles')).text).to.include('остались как были');
  });

  it('show what stands now to whoever comes too late, and change nothing', async () => {
    const late = form(without('audit.view'), { confirmed: '1' });
    admin().grants = [...admin().grants, 'users.delete'];
    const answer = await someone.post(SAVE, late);
    expect(answer.status).to.equal(409);
    expect(answer.text).to.include('уже поменял кто-то другой').and.include('ROLE.CHANGED');
    expect(answer.text)
      .to.match(/value="users.delete" checked/u)
      .and.match(/value="audit.view" checked/u);
    expect(admin().grants).to.include('audit.view');
  });

  it('keep the ticks and lead to the one that is missing', async () => {
    const answer = await someone.post(SAVE, form(without('users.view'), { confirmed: '1' }));
    expect(answer.status).to.equal(422);
    expect(answer.text).to.include('«Приглашать» работает только вместе с «Видеть пользователей»');
    expect(answer.text).to.include('href="#admin-users.view"').and.include('id="admin-users.view"');
    expect(answer.text).to.include('aria-invalid="true" aria-describedby="admin-users.view-error"');
    expect(answer.text)
      .to.match(/value="users.invite" checked/u)
      .and.not.match(/value="users.view" checked/u);
    expect(admin().grants).to.deep.equal(DEFAULT_GRANTS.admin);
  });

  const broken: Readonly<Record<string, Record<string, string | readonly string[]>>> = {
    'an unknown permission': { permissions: ['users.view', 'users.everything'] },
    'a permission with a tag in it': { permissions: '<script>alert(1)</script>' },
    'a permission with a null byte': { permissions: 'users.view\u0000' },
    'a permission turned right to left': { permissions: '\u202Eusers.view' },
    'more ticks than there are': { permissions: Array.from({ length: 200 }, () => 'users.view') },
    'no mark': { based_on: [] },
    'two marks': { based_on: ['a', 'b'] },
    'a long mark': { based_on: 'x'.repeat(5000) },
  };
  for (const [name, fields] of Object.entries(broken))
    it(`answer ${name} with a page, and change nothing`, async () => {
      const answer = await someone.post(SAVE, { ...form(without('audit.view')), confirmed: '1', ...fields });
      expect(answer.status).to.equal(422);
      expect(answer.text).to.include('Проверьте, пожалуйста').and.not.include('<script>alert');
      expect(admin().grants).to.deep.equal(DEFAULT_GRANTS.admin);
    });

  it('refuse what must not be, with a card, and change nothing', async () => {
    const before = structuredClone(site.services.adminRoles.roles);
    for (const [id, permissions, code] of [
      [1, [], 'ROLE.FIXED'],
      [3, ['users.view'], 'ROLE.FIXED'],
      [2, ['shop.own'], 'ROLE.NOT_GRANTABLE'],
    ] as const) {
      const role = site.services.adminRoles.roles[id - 1]!;
      const fields = { permissions, based_on: grantsMark(role.grants), confirmed: '1' };
      const answer = await someone.post(`/admin/roles/${id}/permissions`, fields);
      expect(answer.status).to.equal(403);
      expect(answer.text).to.include(`Код ${code}`).and.include('Ничего не изменилось');
    }
    expect(site.services.adminRoles.roles).to.deep.equal(before);
  });

  it('that are not there are not found', async () => {
    for (const id of [
      '99',
      '0',
      '-1',
      'admin',
      '1e3',
      '2.5',
      '99999999999999999999',
      '%00',
      encodeURIComponent('2 OR 1=1'),
    ])
      expect((await someone.post(`/admin/roles/${id}/permissions`, form(ticks()))).status, id).to.equal(404);
  });

  it('keep what the editor lacks, and offer no tick for it', async () => {
    const lacking = OPERATOR_PERMISSIONS.filter(code => code !== 'audit.view');
    site.services.accounts.users = site.services.accounts.users.map(user =>
      user.email === SYSTEM ? { ...user, permissions: ['account.own', ...lacking] } : user,
    );
    const { text } = await someone.get('/admin/roles');
    expect(text).not.to.match(/type="checkbox"[^>]* value="audit.view"/u);
    expect(text).to.include('<input type="hidden" name="permissions" value="audit.view">');
    await someone.post(SAVE, form(ticks(now => [...now, 'clock.control'])));
    expect(admin().grants).to.include('audit.view').and.include('clock.control');
  });
});
