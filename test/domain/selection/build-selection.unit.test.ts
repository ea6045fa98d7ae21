import { expect } from 'chai';
import fc from 'fast-check';
import type { GroupId, ProductId, StoreId } from '../../../src/domain/brand.js';
import { buildSelection } from '../../../src/domain/selection/build-selection.js';
import { selectionSentence } from '../../../src/domain/selection/selection-sentence.js';
import type { FilterRule, Selection } from '../../../src/domain/selection/types.js';
import type { TillGroup } from '../../../src/domain/till.js';
import { allAnswers, anyGroups, anyRules, stores } from './arbitrary-till.js';
import { naiveSelection } from './naive-selection.js';

const S1 = 'S1' as StoreId;
const group = (id: string, parentId: string | null, name = id): TillGroup => ({
  id: id as GroupId,
  storeId: S1,
  parentId: parentId as GroupId | null,
  name,
  attributes: [],
});
const rule = (
  entityType: FilterRule['entityType'],
  entityId: string,
  mode: FilterRule['mode'],
  entityName = '',
): FilterRule => ({
  entityType,
  entityId,
  entityName,
  mode,
});
const tea = [group('tea', null, 'Чай'), group('white', 'tea', 'Белый чай'), group('soap', null, 'Мыло')];
const good = (groupId: string | null, productId = 'p', name = 'Бай Му Дань') => ({
  storeId: S1,
  groupId: groupId as GroupId | null,
  productId: productId as ProductId,
  name,
});
const select = (rules: FilterRule[], groups = tea) => buildSelection(rules, groups, stores);
const plain = (selection: Selection) => ({
  store: (id: StoreId) => selection.store(id).selected,
  group: (storeId: StoreId, id: GroupId) => selection.group(storeId, id).selected,
  product: (storeId: StoreId, groupId: GroupId | null, productId: ProductId) =>
    selection.product({ storeId, groupId, productId, name: '' }).selected,
});

describe('selection', () => {
  it('lets everything pass without rules', () => {
    expect(select([]).product(good('white'))).to.deep.equal({
      selected: true,
      reason: { level: 'product', because: 'default', name: '' },
    });
  });

  it('makes a white list of a type by its first include', () => {
    const selection = select([rule('group', 'soap', 'include')]);
    expect(selection.product(good('soap')).reason).to.deep.equal({ level: 'group', because: 'included', name: 'Мыло' });
    const out = selection.product(good('white'));
    expect(out.selected).to.equal(false);
    expect(selectionSentence(out)).to.equal('группа «Белый чай» не входит в список включённых');
  });

  it('lets the nearest group rule decide', () => {
    const selection = select([rule('group', 'tea', 'exclude'), rule('group', 'white', 'include')]);
    expect(selection.product(good('tea')).selected).to.equal(false);
    expect(selection.product(good('white')).selected).to.equal(true);
  });

  it('names the group that decided, not the one asked for', () => {
    const excluded = select([rule('group', 'tea', 'exclude')]).product(good('white'));
    expect(selectionSentence(excluded)).to.equal('исключена группа «Чай»');
  });

  it('lets an excluded group beat an include of the product itself', () => {
    const selection = select([rule('group', 'tea', 'exclude'), rule('product', 'p', 'include')]);
    expect(selection.product(good('white')).reason.level).to.equal('group');
  });

  it('lets an excluded store beat everything below', () => {
    const selection = select([
      rule('store', 'S1', 'exclude'),
      rule('group', 'tea', 'include'),
      rule('product', 'p', 'include'),
    ]);
    const out = selection.product(good('tea'));
    expect([out.selected, selectionSentence(out)]).to.deep.equal([false, 'исключён магазин «Магазин S1»']);
  });

  it('puts goods without a known group into «Без группы» of their store', () => {
    const selection = select([rule('group', 'none:S1', 'exclude')]);
    for (const place of [null, 'gone']) {
      const out = selection.product(good(place));
      expect([out.selected, selectionSentence(out)]).to.deep.equal([false, 'исключена группа «Без группы»']);
    }
    expect(selection.product({ ...good(null), storeId: 'S2' as StoreId }).selected).to.equal(true);
    expect(selection.product(good('tea')).selected).to.equal(true);
  });

  it('names a vanished entity by its rule', () => {
    const selection = select([rule('group', 'gone', 'exclude', 'Старая'), rule('store', 'S9', 'exclude', 'Ларёк')]);
    expect(selectionSentence(selection.group(S1, 'gone' as GroupId))).to.equal('исключена группа «Старая»');
    expect(selectionSentence(selection.store('S9' as StoreId))).to.equal('исключён магазин «Ларёк»');
  });

  it('says why for every level and cause', () => {
    const product = select([rule('product', 'q', 'include')]);
    expect(selectionSentence(product.product(good('tea')))).to.equal(
      'товар «Бай Му Дань» не входит в список включённых',
    );
    expect(selectionSentence(product.product(good('tea', 'q', 'Улун')))).to.equal('включён товар «Улун»');
    expect(selectionSentence(select([]).store(S1))).to.equal('нет правила, публикуется по умолчанию');
    const listed = select([rule('store', 'S2', 'include')]).store(S1);
    expect(selectionSentence(listed)).to.equal('магазин «Магазин S1» не входит в список включённых');
    expect(selectionSentence(select([rule('store', 'S1', 'include')]).product(good('tea')))).to.equal(
      'включён магазин «Магазин S1»',
    );
  });

  it('takes exclude when one id has two rules, in either order', () => {
    const both = [rule('group', 'tea', 'include'), rule('group', 'tea', 'exclude')];
    for (const rules of [both, both.toReversed()])
      expect(select(rules).group(S1, 'tea' as GroupId).selected).to.equal(false);
  });

  it('agrees with the spec read word by word', () => {
    fc.assert(
      fc.property(anyRules, anyGroups, (rules, groups) => {
        expect(allAnswers(plain(buildSelection(rules, groups, stores)))).to.deep.equal(
          allAnswers(naiveSelection(rules, groups)),
        );
      }),
      { numRuns: 400 },
    );
  });

  it('does not depend on the order of rules or groups', () => {
    fc.assert(
      fc.property(anyRules, anyGroups, (rules, groups) => {
        expect(allAnswers(plain(buildSelection(rules.toReversed(), groups.toReversed(), stores)))).to.deep.equal(
          allAnswers(plain(buildSelection(rules, groups, stores))),
        );
      }),
    );
  });

  it('is as before when an added rule is removed again', () => {
    fc.assert(
      fc.property(anyRules, anyGroups, (rules, groups) => {
        const [added, ...rest] = rules;
        if (added === undefined) return;
        const before = allAnswers(plain(buildSelection(rest, groups, stores)));
        const removed = [...rest, added].filter(kept => kept !== added);
        expect(allAnswers(plain(buildSelection(removed, groups, stores)))).to.deep.equal(before);
      }),
    );
  });

  it('answers 20,000 goods in 500 nested groups at once', () => {
    const many = Array.from({ length: 500 }, (_, i) => group(`g${i}`, i === 0 ? null : `g${i - 1}`));
    const selection = select([rule('group', 'g0', 'exclude')], many);
    const before = process.cpuUsage();
    let out = 0;
    for (let i = 0; i < 20_000; i += 1) out += selection.product(good(`g${i % 500}`, `p${i}`)).selected ? 0 : 1;
    expect(out).to.equal(20_000);
    expect(process.cpuUsage(before).user / 1000).to.be.lessThan(500);
  });
});
