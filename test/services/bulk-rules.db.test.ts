import { expect } from 'chai';
import { listFilters } from '../../src/db/repositories/filters.repository.js';
import { MOST_IN_BULK, type BulkTarget } from '../../src/services/catalogue/catalogue-contracts.js';
import { startServicesEnv, type ServicesEnv, type TestMerchant } from '../support/services-env.js';
import { refusal } from '../support/services-env-sentence.js';
import { statementsOf } from '../support/services-env-statements.js';
import { tillOf } from '../support/services-env-shop.js';

describe('one rule for many rows', () => {
  let env: ServicesEnv;
  let merchant: TestMerchant;
  let ids: readonly string[];

  before(async function () {
    this.timeout(60_000);
    env = await startServicesEnv();
    merchant = await env.merchant({ goods: 300, groups: 6 });
    await env.services.catalogue.requestRefresh(merchant.userId);
    ids = (await tillOf(env, merchant)).map(({ id }) => id);
  });
  after(() => env.close());

  const found = (changes: object = {}): BulkTarget => ({
    kind: 'found',
    entityType: 'product',
    query: { storeId: null, groupId: null, search: '', state: 'all', ...changes },
  });
  const rules = () => listFilters(env.db, merchant.userId);

  it('is for exactly the rows a list has found', async () => {
    const { catalogue } = env.services;
    const { userId } = merchant;
    expect(await catalogue.bulkIds(userId, found())).to.have.members(ids);
    const some = await catalogue.bulkIds(userId, found({ search: 'чашка' }));
    const listed = await catalogue.products(userId, {
      storeId: null,
      groupId: null,
      search: 'чашка',
      state: 'all',
      page: 1,
    });
    expect(some.length).to.equal(listed.total).and.above(0);
    const [storeId] = merchant.stores;
    const groups = (await catalogue.groups(userId, storeId!)).rows;
    expect(
      await catalogue.bulkIds(userId, {
        kind: 'found',
        entityType: 'group',
        storeId: storeId!,
        search: groups[0]!.name,
      }),
    ).to.include(groups[0]!.id);
    expect(await catalogue.bulkIds(userId, { kind: 'found', entityType: 'store', search: '' })).to.deep.equal(
      merchant.stores,
    );
  });

  it('says beforehand what it moves, then moves exactly that, and is taken back the same way', async () => {
    const { catalogue } = env.services;
    const { userId } = merchant;
    const some = ids.slice(0, 120);
    expect(await catalogue.previewRules(userId, 'product', some, 'exclude')).to.include({
      movedOut: 120,
      othersMoved: 0,
    });
    const statements = await statementsOf(env.db, async () => {
      expect(await catalogue.setRuleOf(userId, 'product', some, 'exclude')).to.equal(120);
    });
    expect(statements.filter(line => line.includes('sync_filters')).length).to.be.below(8);
    expect(await rules()).to.have.length(120);
    const { counts } = await catalogue.products(userId, {
      storeId: null,
      groupId: null,
      search: '',
      state: 'all',
      page: 1,
    });
    expect(counts).to.include({ not_selected: 120, selected: 180 });
    // A second press changes nothing, and says so.
    expect(await catalogue.setRuleOf(userId, 'product', some, 'exclude')).to.equal(0);
    expect(await catalogue.previewRules(userId, 'product', some.slice(0, 20), 'include')).to.include({
      movedIn: 20,
      othersMoved: 180,
    });
    expect(await catalogue.setRuleOf(userId, 'product', some, 'none')).to.equal(120);
    expect(await rules()).to.deep.equal([]);
  });

  it('is written for nobody when one of the rows is somebody else’s', async () => {
    const other = await env.merchant({ goods: 1 });
    await env.services.catalogue.requestRefresh(other.userId);
    const [theirs] = await tillOf(env, other);
    const mixed = [ids[0]!, theirs!.id];
    const { catalogue } = env.services;
    for (const attempt of [
      catalogue.setRuleOf(merchant.userId, 'product', mixed, 'exclude'),
      catalogue.previewRules(merchant.userId, 'product', mixed, 'exclude'),
    ])
      expect((await refusal(attempt)).code).to.equal('CATALOGUE.ENTITY_NOT_FOUND');
    expect(await rules()).to.deep.equal([]);
    expect(await catalogue.bringBackGoods(merchant.userId, mixed)).to.equal(0);
  });

  it('asks for rows, and not for too many', async () => {
    const { catalogue } = env.services;
    const picked = (some: readonly string[]) =>
      catalogue.bulkIds(merchant.userId, { kind: 'picked', entityType: 'product', ids: some });
    expect((await refusal(picked([]))).code).to.equal('BULK.NOTHING');
    expect((await refusal(catalogue.bulkIds(merchant.userId, found({ search: 'нетникогда' })))).code).to.equal(
      'BULK.NOTHING',
    );
    const many = Array.from({ length: MOST_IN_BULK + 1 }, (_, index) => `x${index}`);
    expect((await refusal(picked(many))).code).to.equal('BULK.TOO_MANY');
    expect(await picked([ids[0]!, ids[0]!])).to.deep.equal([ids[0]]);
  });
});
