import { expect } from 'chai';
import type { Express } from 'express';
import { composeApp } from '../../src/main/compose-app.js';
import { formsOf, type PageForm } from '../support/page-forms.js';
import { merchantRoutes } from '../support/route-table.js';
import { PASSWORD, startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { runPhases } from '../support/services-env-run.js';
import { loggedIn, type Visitor } from '../support/visitor.js';

/** What people, copied texts and attackers put into fields. */
const NASTY: Readonly<Record<string, string>> = {
  nothing: '',
  blanks: '   ',
  script: '"><script>alert(1)</script>',
  'a null byte': 'чай\u0000чай',
  'right to left': '\u202Eйач\u202C שלום',
  emoji: '🫖👨‍👩‍👧‍👦',
  'a lone surrogate': '\uD83E',
  sql: "'; DROP TABLE users; -- %_\\",
  template: '<%= process.env %>${1}',
  'a huge number': '9'.repeat(40),
  'a negative number': '-1',
  'no number': 'NaN',
  'ten thousand letters': 'ё'.repeat(10_000),
};

/** Enough for what nobody types: boxes, lists, hidden ids. */
const FOR_CHOICES = new Set(['nothing', 'script', 'a null byte', 'a huge number']);

const ALL_GOODS = { groupId: null, search: '', state: 'all', page: 1 } as const;

/** Ids in paths that no page of this merchant is made of. */
const PATH_IDS = ['id', 'gid', 'key', 'service', 'jobId', 'albumId'];

describe('every field of every form', () => {
  let env: ServicesEnv;
  let app: Express;
  let mine: { merchant: TestMerchant; browser: Visitor; pages: readonly string[] };

  async function newMerchant(): Promise<typeof mine> {
    const merchant = await env.merchant({ goods: 3, groups: 1 });
    await env.services.catalogue.requestRefresh(merchant.userId);
    const { job } = await runPhases(env.deps, merchant.userId);
    const browser = await loggedIn(app, merchant.email, PASSWORD);
    return { merchant, browser, pages: await pagesOf(merchant, String(job.id)) };
  }

  /** Every page a merchant can open, from the route table, with ids of their own. */
  async function pagesOf({ userId, stores: [store] }: TestMerchant, job: string): Promise<string[]> {
    const { catalogue } = env.services;
    const { rows: groups } = await catalogue.groups(userId, store!);
    const goods = await catalogue.products(userId, { ...ALL_GOODS, storeId: store! });
    const [group, product] = [groups[0]!.id, goods.rows[0]!.id];
    return merchantRoutes(app)
      .filter(
        ({ method, path }) =>
          method === 'get' && !/^\/(?:health|logout|metrics|admin|docs|redoc|openapi)|\/export$/u.test(path),
      )
      .map(({ path }) =>
        path
          .replace('/sync/runs/:id', `/sync/runs/${job}`)
          .replace('/catalog/stores/:id', `/catalog/stores/${store}`)
          .replace('/catalog/products/:id', `/catalog/products/${product}`)
          .replace('/groups/:gid', `/groups/${encodeURIComponent(group)}`)
          .replace('/vk-catalog/albums/:album', '/vk-catalog/albums/all'),
      )
      .filter(path => !PATH_IDS.some(name => path.includes(`/:${name}`)));
  }

  before(async function () {
    this.timeout(120_000);
    env = await startServicesEnv();
    app = composeApp(env.base, env.services);
    mine = await newMerchant();
  });
  after(() => env.close());

  async function me(): Promise<Visitor> {
    if ((await mine.browser.get('/overview')).status !== 200) mine = await newMerchant();
    return mine.browser;
  }

  /** Forms with typed or hidden fields; of forms alike but for their ids, one. */
  async function allForms(): Promise<(PageForm & { readonly page: string })[]> {
    const found = new Map<string, PageForm & { readonly page: string }>();
    for (const page of mine.pages) {
      const { status, text } = await (await me()).get(page);
      expect(status, page).to.be.oneOf([200, 303, 404]);
      if (status !== 200) continue;
      for (const form of formsOf(text)) {
        const shape = `${form.action.replace(/\/[0-9a-fA-F-]{8,}/gu, '/…').replace(/\?.*/u, '')} ${form.fields.map(field => field.name).join()}`;
        if (!found.has(shape)) found.set(shape, { ...form, page });
      }
    }
    return [...found.values()];
  }

  it('answers whatever is typed with a page, breaks nothing, and prints nothing as it came', async function () {
    this.timeout(600_000);
    const forms = await allForms();
    expect(forms.length).to.be.at.least(15);
    let tried = 0;
    for (const form of forms) {
      for (const field of form.fields) {
        for (const [what, value] of Object.entries(NASTY)) {
          if (!field.isTyped && !FOR_CHOICES.has(what)) continue;
          const browser = await me();
          const answer = await browser.post(form.action, { ...form.values, [field.name]: value });
          const place = `${form.page} → ${form.action} ${field.name}: ${what}`;
          expect(answer.status, `${place}\n${answer.text.slice(0, 300)}`).to.be.below(500);
          expect(answer.text, place).not.to.include('<script>alert');
          if (answer.status === 422 && field.isTyped && what === 'sql')
            expect(answer.text, `${place} is kept`).to.include('DROP TABLE users');
          tried += 1;
        }
      }
    }
    expect(tried).to.be.above(300);
  });

  it('takes the fields it has and no others: nobody becomes somebody else by sending more', async function () {
    this.timeout(300_000);
    const other = await env.merchant({ goods: 1, groups: 1 });
    const rowsOf = (userId: number): Promise<unknown> =>
      Promise.all(
        ['evotor_connections', 'vk_connections', 'sync_configs', 'listings'].map(table =>
          env.db.rows(`SELECT * FROM ${table} WHERE user_id = :userId`, { userId }),
        ),
      );
    const theirs = await rowsOf(other.userId);
    for (const form of await allForms())
      await (await me()).post(form.action, { ...form.values, ...more(other.userId) });
    const powers = await env.db.rows<{ name: string }>(
      'SELECT DISTINCT r.name FROM user_roles ur JOIN roles r ON r.id = ur.role_id',
    );
    expect(powers.map(({ name }) => name)).to.deep.equal(['user']);
    const states = await env.db.rows<{ status: string }>('SELECT DISTINCT status FROM users');
    expect(states.map(({ status }) => status)).to.deep.equal(['active']);
    expect(await rowsOf(other.userId)).to.deep.equal(theirs);
  });
});

/** What a form never asks for. */
const more = (userId: number): Readonly<Record<string, string>> => ({
  ...{ role: 'system', roles: 'system', role_id: '1', permissions: 'users.edit', is_admin: '1', admin: 'true' },
  ...{ status: 'suspended', session_epoch: '99', email_confirmed_at: '2020-01-01', confirmed_at: '2020-01-01' },
  ...{ user_id: String(userId), userId: String(userId), owner: String(userId), created_at: '2020-01-01' },
  ...{ access_token: 'x', token_expires_at: '2030-01-01', next_due_at: '2030-01-01', input_version: '0' },
});
