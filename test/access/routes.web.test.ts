import { expect } from 'chai';
import type { Express } from 'express';
import type { Response } from 'supertest';
import { isOperator, NEEDS, OPERATOR_PERMISSIONS, type Permission } from '../../src/domain/access/permissions.js';
import { DEFAULT_GRANTS } from '../../src/domain/access/permissions.js';
import type { UserId } from '../../src/domain/brand.js';
import { USE_CASE_ACCESS } from '../../src/services/use-case-access.js';
import type { CurrentUser } from '../../src/services/web-services.js';
import { homeOf, isMerchant, type Access } from '../../src/web/middleware/require-permission.js';
import { UPLOAD_PLACES } from '../../src/web/middleware/upload-places.js';
import { ownFiles } from '../repo/own-files.js';
import { buildUser, PASSWORD } from '../support/fake-accounts.js';
import { createFakeServices, type FakeServices } from '../support/fake-services.js';
import { declaredRoutes, filled, hiddenHandlers } from '../support/route-table.js';
import { buildTestSite, type TestSite } from '../support/test-site.js';
import { loggedIn, visitor, type Visitor } from '../support/visitor.js';

/** One route, one declared access, and what to ask for it. */
interface Route {
  readonly method: string;
  readonly declared: string;
  readonly path: string;
  readonly access: Access;
}

const routesOfSite = (app: Express): Route[] =>
  declaredRoutes(app).map(({ method, path, handlers }) => ({
    method,
    declared: `${method.toUpperCase()} ${path}`,
    path: filled(path),
    access: handlers[0] ?? 'open',
  }));

/** It would end the session the others are tried with; `login` tests try it. */
const ENDS_SESSION = 'POST /logout';

/** A page with a form for everybody, logged in or not. */
const WITH_FORM = '/logout';

const mayUse = (user: CurrentUser, access: Access): boolean => {
  if (access === 'open' || access === 'key') return true;
  if (access === 'any_operator') return isOperator(user);
  return access === 'shop.own' ? isMerchant(user) : user.permissions.includes(access);
};

const isOneOf = (permissions: readonly Permission[], access: Access): boolean =>
  permissions.some(permission => permission === access);

/** What stood in the way of a person, by the codes a page shows in small print. */
const REFUSALS = ['ACCESS.DENIED', 'ACCOUNT.NOT_MERCHANT', 'LOGIN.REQUIRED', 'CSRF.EXPIRED'];

describe('access to every route', () => {
  const { app } = buildTestSite();
  const routes = routesOfSite(app);

  it('is declared once, by the first handler', () => {
    for (const { method, path, handlers } of declaredRoutes(app)) {
      const named = `${method.toUpperCase()} ${path}`;
      expect(handlers[0], `${named}: give the route a guard as its first handler`).to.be.a('string');
      expect(handlers.slice(1), `${named}: one guard only`).to.satisfy((rest: unknown[]) =>
        rest.every(access => access === null),
      );
    }
    expect(routes.length).to.be.at.least(120);
  });

  it('is hidden nowhere: nothing but routes hangs below a path', () => {
    expect(hiddenHandlers(app), 'use router.get and router.post with a guard instead of router.use(path, …)').to.equal(
      0,
    );
  });

  it('is open, or by a key, where docs/operations/access.md says so and nowhere else', () => {
    const documented = { open: sectionOf('Routes without a log-in'), key: sectionOf('Routes with a key of their own') };
    for (const access of ['open', 'key'] as const) {
      const declared = routes
        .filter(route => route.access === access)
        .map(route => route.declared.replace(/ \/api\/v[12]\//u, ' /'));
      expect([...new Set(declared)].sort(), access).to.deep.equal([...documented[access]].sort());
    }
  });

  it('to forms with files is the merchants’, whose bodies alone are read', () => {
    const posts = routes.filter(({ method }) => method === 'post');
    for (const { path } of UPLOAD_PLACES) {
      const fitting = posts.filter(route => path.test(route.path));
      expect(fitting.length, String(path)).to.be.at.least(1);
      expect(fitting.map(({ access }) => access)).to.satisfy((all: Access[]) => all.every(one => one === 'shop.own'));
    }
  });
});

describe('a stranger', () => {
  const { app, called } = siteWith([]);

  for (const { method, declared, path, access } of routesOfSite(app)) {
    it(`${declared} (${access})`, async () => {
      const answer = await asks(visitor(app, WITH_FORM), method, path);
      expectOnlyTheirs(called, asked => asked === 'open' || (asked === 'key' && access === 'key'));
      if (access === 'key') expect(answer.status).to.be.oneOf([200, 400, 401, 404]);
      else if (access === 'open') {
        expect(answer.status).to.be.lessThan(500).and.not.oneOf([401, 403]);
        expect(answer.headers['location'] ?? '').to.match(path === '/' ? /^\/login$/u : /^(?!\/login)/u);
      } else expectLogIn(answer, method, path);
    });
  }
});

function expectLogIn(answer: Response, method: string, path: string): void {
  expect(answer.status).to.equal(303);
  const next = method === 'get' ? `?next=${encodeURIComponent(path)}` : '';
  expect(answer.headers['location']).to.equal(`/login${next}`);
}

/** People of every kind, and two whose roles were edited. */
const PEOPLE: readonly CurrentUser[] = [
  buildUser({ id: 11 as UserId, email: 'user@roles.example' }),
  buildUser({ id: 12 as UserId, email: 'admin@roles.example', roles: ['admin'] }),
  buildUser({ id: 13 as UserId, email: 'system@roles.example', roles: ['system'] }),
  buildUser({
    id: 14 as UserId,
    email: 'admin-without-jobs@roles.example',
    roles: ['admin'],
    permissions: DEFAULT_GRANTS.admin.filter(permission => !permission.startsWith('jobs.')),
  }),
  buildUser({ id: 15 as UserId, email: 'powerless@roles.example', roles: ['admin'], permissions: ['account.own'] }),
  buildUser({ id: 16 as UserId, email: 'user-and-admin@roles.example', roles: ['user', 'admin'] }),
];

for (const person of PEOPLE) {
  describe(`${person.email.split('@')[0]} at every route`, () => {
    const site = siteWith([person]);
    let someone: Visitor;
    before(async () => {
      someone = await loggedIn(site.app, person.email, PASSWORD, WITH_FORM);
    });

    for (const { method, declared, path, access } of routesOfSite(site.app)) {
      if (declared === ENDS_SESSION || access === 'key') continue;
      it(`${mayUse(person, access) ? 'may use' : 'is refused'} ${declared} (${access})`, async () => {
        site.called.length = 0;
        expectAnswer(await asks(someone, method, path), { person, method, access, path });
        expectOnlyTheirs(site.called, asked => asked !== 'key' && mayUse(person, asked));
      });
    }
  });
}

describe('every permission of operators', () => {
  const lost = OPERATOR_PERMISSIONS.map(lacking =>
    // Whoever may not see something may do nothing about it either.
    OPERATOR_PERMISSIONS.filter(permission => permission === lacking || NEEDS[permission] === lacking),
  );
  const people = lost.map((lacking, index) =>
    buildUser({
      id: (100 + index) as UserId,
      email: `without-${lacking[0] ?? ''}@roles.example`,
      roles: ['system'],
      permissions: ['account.own', ...OPERATOR_PERMISSIONS.filter(permission => !lacking.includes(permission))],
    }),
  );
  const site = siteWith(people);
  const routes = routesOfSite(site.app).filter(({ access }) => isOneOf(OPERATOR_PERMISSIONS, access));

  people.forEach((person, index) => {
    const lacking = lost[index] ?? [];
    it(`opens its routes alone: without ${lacking.join(', ')} exactly these are refused`, async () => {
      const someone = await loggedIn(site.app, person.email, PASSWORD, WITH_FORM);
      for (const { method, path, access, declared } of routes) {
        const answer = await asks(someone, method, path);
        expect(codeOf(answer) === 'ACCESS.DENIED', declared).to.equal(isOneOf(lacking, access));
      }
    });
  });
});

describe('an operator who is a merchant too and wants to leave', () => {
  it('has the one page to take that back on', async () => {
    const person = buildUser({
      id: 31 as UserId,
      email: 'leaving@roles.example',
      roles: ['user', 'admin'],
      deleteRequestedAt: new Date('2026-11-20T11:00:00Z'),
    });
    const site = siteWith([person]);
    const someone = await loggedIn(site.app, person.email);
    for (const path of ['/admin', '/admin/users', '/overview'])
      expect((await someone.get(path)).headers['location'], path).to.equal('/profile/delete');
    expect((await someone.get('/profile')).status).to.equal(200);
  });
});

describe('a grant', () => {
  it('counts from the next request on', async () => {
    const person = buildUser({ id: 21 as UserId, email: 'late@roles.example', roles: ['admin'] });
    const site = siteWith([person]);
    const someone = await loggedIn(site.app, person.email);
    expect((await someone.get('/admin/roles')).status).to.equal(200);
    const permissions = person.permissions.filter(permission => permission !== 'roles.view');
    site.services.accounts.users = site.services.accounts.users.map(user =>
      user.id === person.id ? { ...user, permissions } : user,
    );
    const refused = await someone.get('/admin/roles');
    expect(refused.status).to.equal(403);
    expect(refused.text).to.include('На это у вас нет прав').and.include('ACCESS.DENIED');
    expect(refused.text).not.to.include('href="/admin/roles"');
  });
});

/** The site with these people; `called` are the use cases the last requests called, with what they ask for. */
function siteWith(people: readonly CurrentUser[]): TestSite & { readonly called: Called[] } {
  const called: Called[] = [];
  const services = createFakeServices();
  services.accounts.users.push(...people);
  return { ...buildTestSite({}, watched(services, called)), services, called };
}

interface Called {
  readonly name: string;
  readonly access: Access;
}

/** The same services, which note each use case that is called from outside. */
function watched(services: FakeServices, called: Called[]): FakeServices {
  const table = USE_CASE_ACCESS as unknown as Readonly<Record<string, Readonly<Record<string, Access>>>>;
  const watch = (area: string, cases: object): object =>
    new Proxy(cases, {
      get(target, name, receiver) {
        const access = table[area]?.[String(name)];
        if (access !== undefined) called.push({ name: `${area}.${String(name)}`, access });
        return Reflect.get(target, name, receiver) as unknown;
      },
    });
  return Object.fromEntries(
    Object.entries(services).map(([area, cases]) => [area, watch(area, cases as object)]),
  ) as unknown as FakeServices;
}

/** Whatever the route: nobody gets to a use case that asks for more than they have. */
function expectOnlyTheirs(called: Called[], may: (access: Access) => boolean): void {
  const others = called.splice(0).filter(({ access }) => !may(access));
  expect(others.map(({ name }) => name)).to.deep.equal([]);
}

const asks = (someone: Visitor, method: string, path: string): Promise<Response> =>
  method === 'get' ? Promise.resolve(someone.get(path)) : someone.post(path);

const codeOf = ({ status, text }: Response): string | null =>
  status < 400 ? null : (REFUSALS.find(code => text.includes(code)) ?? null);

function expectAnswer(
  answer: Response,
  { person, method, access, path }: { person: CurrentUser; method: string; access: Access; path: string },
): void {
  const code = codeOf(answer);
  const location = answer.headers['location'] ?? '';
  if (mayUse(person, access)) {
    expect(code, 'refused in spite of the grant').to.equal(null);
    expect(answer.status).to.be.lessThan(500).and.not.equal(401);
    expect(location).to.match(/^(?!\/login)/u);
    return;
  }
  // Operators who open a page of merchants are led to their own.
  if (access === 'shop.own' && method === 'get') {
    expect(answer.status, path).to.equal(303);
    expect(location).to.equal(homeOf(person));
    return;
  }
  expect(answer.status).to.equal(403);
  expect(code).to.equal(access === 'shop.own' ? 'ACCOUNT.NOT_MERCHANT' : 'ACCESS.DENIED');
}

/** The routes of a table of the page. */
function sectionOf(title: string): Set<string> {
  const text = ownFiles(/^docs\/operations\/access\.md$/u)[0]?.text ?? '';
  const section = text.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter(line => line.startsWith('| `'));
  return new Set(
    rows.flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/gu)].map(([, route]) => route!)),
  );
}
