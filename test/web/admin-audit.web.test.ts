import { expect } from 'chai';
import { AUDIT_LINES } from '../support/fake-audit.js';
import { buildTestSite, type TestSite } from '../support/test-site.js';
import { loggedIn, type Visitor } from '../support/visitor.js';

describe('the page of the audit log', () => {
  let site: TestSite;
  let admin: Visitor;
  beforeEach(async () => {
    site = buildTestSite();
    admin = await loggedIn(site.app, 'operator@evosync.example');
  });

  it('tells who did what to whom, before and after, from where and when', async () => {
    const { text } = await admin.get('/admin/audit');
    expect(text).to.include('Учётная запись приостановлена').and.include('user.suspend').and.include('203.0.113.7');
    expect(text).to.include('href="/admin/users/2"').and.include('href="/admin/users/4"');
    expect(text).to.match(/<del>[^]*?работает<\/del>[^]*?приостановлен<\/ins>/u);
    expect(text)
      .to.include('Защита: исчезает товаров больше, %')
      .and.include('Кто-то без входа')
      .and.include('неверный пароль');
    expect(text).to.include('Роль «оператор»').and.include('видеть пользователей, читать журнал действий');
    expect(text).to.include('Командная строка').and.include('Учётная запись № 77');
  });

  it('is narrowed by a form that works without scripts', async () => {
    const { text } = await admin.get('/admin/audit?user=1&action=account.log_in&from=2026-11-01&to=2026-11-21');
    expect(site.services.audit.asked).to.deep.equal({
      ...{ person: '1', action: 'account.log_in', before: null, after: null },
      from: new Date('2026-10-31T21:00:00Z'),
      until: new Date('2026-11-21T21:00:00Z'),
    });
    expect(text).to.include('value="1"').and.include('value="2026-11-01"');
    expect(text).to.match(/<option value="account.log_in" selected>/u);
    expect((await admin.get('/admin/audit?user=who@nobody.example')).text).to.include(
      'Такой почты и такого номера нет',
    );
    expect((await admin.get('/admin/audit?action=account.export')).text).to.include('Таких действий не было');
  });

  it('turns over by the number of a line and keeps what was asked for', async () => {
    site.services.audit.pageSize = 3;
    const first = await admin.get('/admin/audit?user=1');
    expect(first.text).to.match(/rel="next" href="\/admin\/audit\?user=1&amp;before=896"|before=\d+/u);
    const [, before = ''] = /before=(\d+)/u.exec(first.text) ?? [];
    const second = await admin.get(`/admin/audit?user=1&before=${before}`);
    expect(second.text).to.match(/after=\d+/u);
    for (const bad of ['before=zzz', 'after=-1', 'before=1e400', 'after=1&before=2'])
      expect((await admin.get(`/admin/audit?${bad}`)).status, bad).to.equal(200);
  });

  it('answers what is no wish with the form, what was typed, and the fault at its field', async () => {
    const bad = [
      ['user=%00', 'user'],
      [`user=${'я'.repeat(300)}`, 'user'],
      ['from=yesterday', 'from'],
      ['to=2026-13-40', 'to'],
      ['from=2026-11-21&to=2026-11-01', 'to'],
      ['user=a&user=b', 'user'],
    ] as const;
    for (const [query, field] of bad) {
      const answer = await admin.get(`/admin/audit?${encodeURI(decodeURI(query))}`);
      expect(answer.status, query).to.equal(422);
      expect(answer.text, query).to.include(`id="${field}-error"`).and.include(`href="#${field}"`);
    }
    const evil = await admin.get(`/admin/audit?from=${encodeURIComponent('<script>alert(1)</script>')}`);
    expect(evil.text).to.include('&lt;script&gt;').and.not.include('<script>alert');
    const unknown = await admin.get('/admin/audit?action=drop.table');
    expect(unknown.status).to.equal(200);
    expect(site.services.audit.asked?.action).to.equal(null);
  });

  it('shows what stands in a line as text, however long', async () => {
    const [line] = AUDIT_LINES;
    const evil = '<img src=x onerror=alert(1)>';
    site.services.audit.lines = [
      {
        ...line!,
        action: 'unheard.of',
        entity: `listing:${evil}`,
        before: { name: evil.repeat(50) },
        after: { [evil]: evil },
      },
    ];
    const { text } = await admin.get('/admin/audit');
    expect(text).not.to.include('<img src=x');
    expect(text).to.include('Действие').and.include('unheard.of');
  });

  it('is for those who may read it', async () => {
    expect((await (await loggedIn(site.app)).get('/admin/audit')).status).to.equal(403);
  });
});
