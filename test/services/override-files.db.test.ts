import { expect } from 'chai';
import { statementsOf } from '../support/services-env-statements.js';
import { upsertRows } from '../../src/db/bulk.js';
import type { GroupId, ListingKey, StoreId } from '../../src/domain/brand.js';
import type { OverrideRow } from '../../src/services/files/file-contracts.js';
import { composeApp } from '../../src/main/compose-app.js';
import { bodyOf } from '../support/downloaded.js';
import type { ServicesEnv, TestMerchant } from '../support/services-env.js';
import { PASSWORD, startServicesEnv } from '../support/services-env.js';
import { codeOf } from '../support/services-env-sentence.js';
import type { Visitor } from '../support/visitor.js';
import { loggedIn } from '../support/visitor.js';

const IMPORT = '/catalog/overrides/import';

describe('tables of the catalogue and own values by a file, on the real database', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;
  let owner: Visitor;
  let store: StoreId;

  const siteFor = (email: string): Promise<Visitor> => loggedIn(composeApp(env.base, env.services), email, PASSWORD);
  const download = async (path: string): Promise<string> => {
    const { answer, text } = await bodyOf(owner.get(path));
    expect(answer.status, path).to.equal(200);
    return text;
  };
  const ownOf = async (productId: string) =>
    env.db.first<{ name: string | null; description: string | null; price_kopecks: number | null }>(
      `SELECT o.name, o.description, o.price_kopecks FROM product_overrides o JOIN listing_members m
       ON m.user_id = o.user_id AND m.listing_key = o.listing_key
       WHERE o.user_id = :userId AND m.product_evotor_id = :productId LIMIT 1`,
      { userId: merchant.userId, productId },
    );
  const rows = async (pages: AsyncIterable<readonly { readonly id: string; readonly name: string }[]>) => {
    const all: { id: string; name: string }[] = [];
    for await (const page of pages) all.push(...page);
    return all;
  };

  before(async () => {
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 12, groups: 2, stores: 2 });
    await env.services.catalogue.requestRefresh(merchant.userId);
    owner = await siteFor(merchant.email);
    store = merchant.stores[0]!;
  });
  after(() => env.close());

  it('exports what the tables of the site show', async () => {
    const stores = (await download('/catalog/export?type=stores')).trimEnd().split('\n');
    expect(stores[0]).to.equal('\ufeffНазвание,Адрес,ID,Фильтр');
    expect(stores).to.have.length(3);
    const { rows: groups } = await env.services.catalogue.groups(merchant.userId, store);
    const groupLines = (await download(`/catalog/export?type=groups&store_id=${store}`)).trimEnd().split('\n');
    expect(groupLines[0]).to.equal('\ufeffМагазин,Название,ID,Фильтр');
    expect(groupLines.slice(1).map(line => line.split(',').at(-2))).to.deep.equal(groups.map(({ id }) => id));
    await env.services.catalogue.setRule(merchant.userId, {
      entityType: 'group',
      entityId: groups[0]!.id,
      mode: 'exclude',
    });
    expect(await download('/catalog/export?type=groups')).to.include(`${groups[0]!.id},Исключено`);
    await env.services.catalogue.setRule(merchant.userId, {
      entityType: 'group',
      entityId: groups[0]!.id,
      mode: 'none',
    });
    for (const { id, products } of groups) {
      const query = `/catalog/export?type=products&store_id=${store}&group_id=${encodeURIComponent(id)}`;
      const goods = await download(query);
      const found = await rows(await env.services.exports.products(merchant.userId, { storeId: store, groupId: id }));
      expect(found).to.have.length(products);
      for (const good of found) expect(goods).to.include(good.id);
    }
  });

  it('reads a large catalogue page by page, each good once, in a constant number of queries a page', async () => {
    const big = await env.merchant({ connected: false });
    const bigStore = 'big-store' as StoreId;
    const now = new Date();
    await env.db.change(
      `INSERT INTO cached_stores (user_id, evotor_id, name, fetched_at) VALUES (:userId, :bigStore, 'Большой', :now)`,
      { userId: big.userId, bigStore, now },
    );
    const goods = Array.from({ length: 2600 }, (_, index) => ({
      user_id: big.userId,
      evotor_id: `good-${index}`,
      store_evotor_id: bigStore,
      // Equal names too: the page ends in the middle of them.
      name: index % 3 === 0 ? 'Чай' : `Чай ${index % 40}`,
      barcodes: '[]',
      attributes_choices: '{}',
      row_digest: 'x',
      fetched_at: now,
    }));
    await upsertRows(env.db, 'cached_products', Object.keys(goods[0]!) as never, goods as never, ['name']);
    let found: { id: string }[] = [];
    const place = { storeId: bigStore, groupId: null };
    const statements = await statementsOf(env.db, async () => {
      found = await rows(await env.services.exports.products(big.userId, place));
    });
    expect(new Set(found.map(({ id }) => id)).size).to.equal(2600);
    expect(found).to.have.length(2600);
    const pagesOf = (lines: readonly string[]) => lines.filter(line => line.includes('p.id IN ('));
    expect(pagesOf(statements), '500 goods a page').to.have.length(6);
    expect(statements.length - 6, 'all the rest').to.be.at.most(9);

    let taken = 0;
    const few = await statementsOf(env.db, async () => {
      for await (const page of await env.services.exports.products(big.userId, place)) {
        taken += page.length;
        if (taken >= 500) break;
      }
    });
    expect(pagesOf(few), 'nothing is read ahead').to.have.length(1);
  });

  it('own values go out, are edited and come back', async () => {
    const { userId } = merchant;
    const all = await rows(await env.services.exports.overrides(userId, { storeId: null, groupId: null }));
    const [first, second, third] = all;
    const awkward = `'=2+3; "чай", ёж\tи 'так'`;
    await env.services.listings.setOverride(
      userId,
      second!.id as ListingKey,
      { name: awkward, priceKopecks: 99_900 },
      'web',
    );
    const before = await ownOf(second!.id);
    const file = await download('/catalog/overrides/export?format=excel');

    // Unchanged as it is: nothing to do.
    const same = await owner.upload(IMPORT, [{ field: 'table', name: 'same.csv', bytes: Buffer.from(file) }]);
    const seen = (await owner.get(same.headers['location'] ?? '')).text;
    expect(seen).to.include('Менять нечего').and.include(`Без изменений: ${all.length}`);
    expect(await ownOf(second!.id)).to.deep.equal(before);

    const edited = file
      .split('\r\n')
      .map(line => {
        if (line.startsWith(first!.id)) return `${first!.id};x;1 234,50;Свой чай;"Описание, в две\r\nстроки"`;
        if (line.startsWith(second!.id)) return `${second!.id};;;;`;
        return line;
      })
      .join('\r\n');
    const sent = await owner.upload(IMPORT, [{ field: 'table', name: 'own.csv', bytes: Buffer.from(edited) }]);
    const address = sent.headers['location'] ?? '';
    const preview = (await owner.get(address)).text;
    expect(preview).to.include('Изменится 2').and.include('Свой чай').and.include('свои значения снимутся');
    expect(await ownOf(first!.id), 'nothing before the yes').to.equal(null);

    const version = async () =>
      (await env.db.first<{ input_version: number }>('SELECT input_version FROM sync_configs WHERE user_id = :userId', {
        userId,
      }))!.input_version;
    const versionBefore = await version();
    await owner.post(`${address}/apply`);
    expect(await version()).to.equal(versionBefore + 1);
    expect(await ownOf(first!.id)).to.deep.equal({
      name: 'Свой чай',
      description: 'Описание, в две\r\nстроки',
      price_kopecks: 123_450,
    });
    expect(await ownOf(second!.id)).to.deep.equal({ name: null, description: null, price_kopecks: null });
    expect(await ownOf(third!.id)).to.equal(null);
    const listing = await env.db.first<{ name: string; price_kopecks: number }>(
      'SELECT name, price_kopecks FROM listings WHERE user_id = :userId AND listing_key = :key',
      { userId, key: first!.id },
    );
    expect(listing).to.deep.equal({ name: 'Свой чай', price_kopecks: 123_450 });
    const audit = await env.db.first<{ after_value: unknown }>(
      `SELECT after_value FROM audit_log WHERE subject_user_id = :userId AND action = 'listing.import_overrides'`,
      { userId },
    );
    expect(JSON.stringify(audit)).to.include('own.csv');
    expect((await owner.post(`${address}/apply`)).status).to.equal(303);
    expect(await version(), 'once').to.equal(versionBefore + 1);
  });

  it('keeps what else was said of a good', async () => {
    const { userId } = merchant;
    const [good] = await rows(await env.services.exports.overrides(userId, { storeId: store, groupId: null }));
    await env.services.listings.setOverride(userId, good!.id as ListingKey, { isPinned: true }, 'web');
    const id = await env.services.overrideImports.check(userId, {
      name: 'a.csv',
      fields: ['price'],
      rows: [{ line: 2, productId: good!.id, cells: { price: '77' } }],
    });
    expect(await env.services.overrideImports.apply(userId, id, 'web')).to.deep.equal({ changed: 1, gone: 0 });
    const row = await env.db.first<{ is_pinned: number; price_kopecks: number }>(
      'SELECT is_pinned, price_kopecks FROM product_overrides WHERE user_id = :userId AND listing_key = :key',
      { userId, key: good!.id },
    );
    expect(row).to.deep.equal({ is_pinned: 1, price_kopecks: 7700 });
  });

  it('reaches no good and no file of another merchant', async () => {
    const stranger = await env.merchant({ goods: 1 });
    await env.services.catalogue.requestRefresh(stranger.userId);
    const [mine] = await rows(await env.services.exports.overrides(merchant.userId, { storeId: store, groupId: null }));
    const before = await ownOf(mine!.id);
    const row: OverrideRow = { line: 2, productId: mine!.id, cells: { price: '5' } };
    const theirs = await env.services.overrideImports.check(stranger.userId, {
      name: 'x',
      fields: ['price'],
      rows: [row],
    });
    const view = await env.services.overrideImports.view(stranger.userId, theirs);
    expect(view.faults.map(({ code }) => code)).to.deep.equal(['unknown_product']);
    await env.services.overrideImports.apply(stranger.userId, theirs, 'web');
    expect(await ownOf(mine!.id)).to.deep.equal(before);
    for (const call of [
      env.services.overrideImports.view(merchant.userId, theirs),
      env.services.overrideImports.faults(merchant.userId, theirs),
      env.services.overrideImports.apply(merchant.userId, theirs, 'web'),
    ])
      expect(await codeOf(call)).to.equal('IMPORT.NOT_FOUND');
    const foreign = { storeId: store, groupId: null };
    expect(await codeOf(env.services.exports.overrides(stranger.userId, foreign))).to.equal('STORE.NOT_FOUND');
    expect(
      await codeOf(env.services.exports.products(merchant.userId, { storeId: store, groupId: 'nobody' as GroupId })),
    ).to.equal('GROUP.NOT_FOUND');
  });

  it('a file that was left alone for a day is forgotten', async () => {
    const { userId } = merchant;
    const id = await env.services.overrideImports.check(userId, { name: 'old', fields: ['price'], rows: [] });
    await env.db.change('UPDATE override_imports SET expires_at = :past WHERE id = :id', { id, past: new Date(0) });
    expect(await codeOf(env.services.overrideImports.view(userId, id))).to.equal('IMPORT.NOT_FOUND');
    await env.services.overrideImports.check(userId, { name: 'new', fields: ['price'], rows: [] });
    expect(await env.db.first('SELECT id FROM override_imports WHERE id = :id', { id })).to.equal(null);
  });

  it('says how many goods were gone when it was applied', async () => {
    const { userId } = merchant;
    const all = await rows(await env.services.exports.overrides(userId, { storeId: null, groupId: null }));
    const changed = all.slice(0, 3);
    const id = await env.services.overrideImports.check(userId, {
      name: 'gone.csv',
      fields: ['price'],
      rows: changed.map(({ id: productId }, index) => ({ line: index + 2, productId, cells: { price: '555' } })),
    });
    await env.db.change(
      'UPDATE cached_products SET missing_since = :now WHERE user_id = :userId AND evotor_id = :gone',
      { userId, gone: changed[1]!.id, now: new Date() },
    );
    expect(await env.services.overrideImports.apply(userId, id, 'web')).to.deep.equal({ changed: 2, gone: 1 });
  });
});
