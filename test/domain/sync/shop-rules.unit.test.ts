import { expect } from 'chai';
import fc from 'fast-check';
import type { ListingKey, VkAlbumId, VkItemId } from '../../../src/domain/brand.js';
import { matchForAdoption, type UnlinkedItem, type UnlinkedListing } from '../../../src/domain/sync/adoption.js';
import { albumRenames, type AlbumOfOurs } from '../../../src/domain/sync/album-renames.js';
import { FIELDS, UNKNOWN_DIGEST, type Field } from '../../../src/domain/sync/compact.js';
import { ALL_UNKNOWN, digestOf, forgetDigests, NO_VALUE, withDigests } from '../../../src/domain/sync/digests.js';
import { driftedFields, isOverwritten } from '../../../src/domain/sync/drift.js';
import { nextEcho, NOT_OURS, type EchoFacts } from '../../../src/domain/sync/echo.js';
import {
  limitsInForce,
  LEARNT_HOLDS_MS,
  withLearnt,
  type LearntNumbers,
} from '../../../src/domain/sync/learnt-limits.js';
import { shownText } from '../../../src/domain/text/shown-text.js';

const all = (letter: string): string => FIELDS.map(() => letter.repeat(6)).join('');
const set = (digests: string, field: Field, value: string): string =>
  withDigests(digests, one => (one === field ? value : undefined));

describe('digests of a good', () => {
  it('are taken apart, replaced and forgotten field by field', () => {
    for (const field of FIELDS) {
      const changed = set(all('a'), field, 'bbbbbb');
      expect(digestOf(changed, field)).to.equal('bbbbbb');
      expect(FIELDS.filter(one => digestOf(changed, one) === 'aaaaaa')).to.have.length(FIELDS.length - 1);
      expect(digestOf(forgetDigests(all('a'), [field]), field)).to.equal(UNKNOWN_DIGEST);
    }
    expect(forgetDigests(all('a'), [])).to.equal(all('a'));
    expect(ALL_UNKNOWN).to.equal(forgetDigests(all('a'), FIELDS));
  });
});

describe('drift', () => {
  it('is a known reading that differs from a known echo, and nothing else', () => {
    for (const field of FIELDS) {
      expect(driftedFields(all('a'), set(all('a'), field, 'bbbbbb'))).to.deep.equal([field]);
      expect(driftedFields(forgetDigests(all('a'), [field]), all('a'))).to.deep.equal([]);
      expect(driftedFields(all('a'), forgetDigests(all('a'), [field]))).to.deep.equal([]);
    }
    for (const nothing of [null, undefined, '']) {
      expect(driftedFields(nothing, all('a'))).to.deep.equal([]);
      expect(driftedFields(all('a'), nothing)).to.deep.equal([]);
    }
  });

  it('of a price and a stock alone is overwritten without asking', () => {
    expect(FIELDS.filter(isOverwritten)).to.deep.equal(['price', 'stock']);
  });
});

describe('the echo after a full read', () => {
  const facts = (changes: Partial<EchoFacts> = {}): EchoFacts => ({
    sent: all('s'),
    plain: [],
    stubborn: [],
    isSettled: false,
    ...changes,
  });

  it('of what VK shows as it was sent is what it shows', () => {
    expect(nextEcho(null, all('v'), facts({ plain: FIELDS }))).to.equal(all('v'));
    expect(nextEcho(null, all('v'), facts({ stubborn: FIELDS }))).to.equal(all('v'));
  });

  it('once known stays, whatever VK shows later', () => {
    expect(nextEcho(all('e'), all('v'), facts({ plain: FIELDS, isSettled: true }))).to.equal(all('e'));
  });

  it('of another text waits until lists cannot lag; of another price or stock it is a drift at once', () => {
    const young = nextEcho(null, all('v'), facts());
    const settled = nextEcho(null, all('v'), facts({ isSettled: true }));
    for (const field of FIELDS) {
      expect(digestOf(young, field), field).to.equal(isOverwritten(field) ? NOT_OURS : UNKNOWN_DIGEST);
      expect(digestOf(settled, field), field).to.equal(isOverwritten(field) ? NOT_OURS : 'vvvvvv');
    }
    expect(driftedFields(settled, all('v'))).to.deep.equal(['price', 'stock']);
  });

  it('of what was never sent, or cannot be read, is unknown', () => {
    expect(nextEcho(null, all('v'), facts({ sent: null, plain: FIELDS, isSettled: true }))).to.equal(ALL_UNKNOWN);
    for (const field of FIELDS) {
      const unsent = facts({ sent: forgetDigests(all('s'), [field]), plain: FIELDS });
      expect(nextEcho(null, all('v'), unsent)).to.equal(set(all('v'), field, UNKNOWN_DIGEST));
      const unread = forgetDigests(all('v'), [field]);
      expect(nextEcho(null, unread, facts({ plain: FIELDS }))).to.equal(unread);
    }
  });
});

describe('adoption by likeness', () => {
  const listing = (key: string, changes: Partial<UnlinkedListing> = {}): UnlinkedListing => ({
    key: key as ListingKey,
    name: key,
    barcodes: [],
    articles: [],
    ...changes,
  });
  const item = (id: number, title: string, sku: string | null = null): UnlinkedItem => ({
    id: id as VkItemId,
    title,
    sku,
  });
  const found = (...args: Parameters<typeof matchForAdoption>) =>
    matchForAdoption(...args).map(({ key, itemId, by }) => `${key}=${itemId} ${by}`);

  it('takes the best sign first, and each item and each listing once', () => {
    const listings = [
      listing('a', { barcodes: ['111'], name: 'Чай' }),
      listing('b', { articles: ['A-7'] }),
      listing('c', { name: 'Мёд  «Ёлка» & соты' }),
    ];
    const items = [item(1, 'Чай', '111'), item(2, 'другое', 'A-7'), item(3, ' мед «елка» &amp; соты '), item(4, 'Чай')];
    expect(found(listings, items)).to.deep.equal(['a=1 barcode', 'b=2 article', 'c=3 name']);
  });

  it('offers nothing for a sign that two share, but another sign may still tell them apart', () => {
    expect(found([listing('Чай')], [item(1, 'Чай'), item(2, 'чай')])).to.deep.equal([]);
    expect(found([listing('x', { name: 'Чай' }), listing('y', { name: 'чай' })], [item(1, 'Чай')])).to.deep.equal([]);
    const two = [listing('x', { barcodes: ['1'], name: 'Чай' }), listing('y', { barcodes: ['1'], name: 'Кофе' })];
    expect(found(two, [item(1, 'Кофе', '1')])).to.deep.equal(['y=1 name']);
  });

  it('offers no pair the merchant has said no to, and nothing for empty signs', () => {
    const no = (key: ListingKey, id: VkItemId) => key === 'Чай' && Number(id) === 1;
    expect(found([listing('Чай')], [item(1, 'Чай')], no)).to.deep.equal([]);
    expect(found([listing('x', { barcodes: [' '], articles: [''], name: ' ' })], [item(1, '', '')])).to.deep.equal([]);
  });

  it('never matches anything twice', () => {
    const word = fc.constantFrom('a', 'b', 'c', ' A ', '');
    const listings = fc
      .array(fc.record({ name: word, barcodes: fc.array(word), articles: fc.array(word) }), { maxLength: 6 })
      .map(rows => rows.map((row, index) => ({ ...row, key: `k${index}` as ListingKey })));
    const items = fc
      .array(fc.record({ title: word, sku: fc.option(word) }), { maxLength: 6 })
      .map(rows => rows.map((row, index) => ({ ...row, id: index as VkItemId })));
    fc.assert(
      fc.property(listings, items, (some, others) => {
        const matches = matchForAdoption(some, others);
        expect(new Set(matches.map(({ key }) => key)).size).to.equal(matches.length);
        expect(new Set(matches.map(({ itemId }) => itemId)).size).to.equal(matches.length);
      }),
    );
  });
});

describe('albums that follow the name of their group', () => {
  const album = (id: number, title: string, wanted: Record<string, number>, isMadeByUs = true): AlbumOfOurs => ({
    albumId: id as VkAlbumId,
    title,
    isMadeByUs,
    wanted: new Map(Object.entries(wanted)),
  });
  const renames = (albums: readonly AlbumOfOurs[], wanted: readonly string[], taken: readonly string[] = []) =>
    albumRenames(albums, { wantedTitles: new Set(wanted), takenTitles: new Set(taken) }).map(
      ({ albumId, from, to }) => `${albumId} ${from} → ${to}`,
    );

  it('are renamed when all their goods want one other title', () => {
    expect(renames([album(1, 'Чай', { Чаи: 3 })], ['Чаи'], ['Чай'])).to.deep.equal(['1 Чай → Чаи']);
  });

  it('stay where anything speaks against it: another’s album, two wishes, an old wish, a taken title, no goods', () => {
    expect(renames([album(1, 'Чай', { Чаи: 3 }, false)], ['Чаи'])).to.deep.equal([]);
    expect(renames([album(1, 'Чай', { Чаи: 3, Кофе: 1 })], ['Чаи', 'Кофе'])).to.deep.equal([]);
    expect(renames([album(1, 'Чай', { Чаи: 3 })], ['Чаи', 'Чай'])).to.deep.equal([]);
    expect(renames([album(1, 'Чай', { Чаи: 3 })], ['Чаи'], ['Чаи'])).to.deep.equal([]);
    expect(renames([album(1, 'Чай', {})], ['Чаи'])).to.deep.equal([]);
    expect(renames([album(1, 'Чай', { Чай: 3 })], [])).to.deep.equal([]);
  });

  it('never take one title twice: the fuller album gets it, of equal ones the older', () => {
    const rivals = [album(2, 'Б', { Я: 5 }), album(1, 'А', { Я: 3 }), album(3, 'В', { Я: 5 })];
    for (const order of [rivals, [...rivals].reverse()]) expect(renames(order, ['Я'])).to.deep.equal(['2 Б → Я']);
  });
});

describe('learnt limits', () => {
  it('hold for a day, and for ever when nobody noted since when', () => {
    const learnt = withLearnt({}, 'items', 40, 1000);
    expect(limitsInForce(learnt, 1000 + LEARNT_HOLDS_MS - 1)).to.deep.equal({ items: 40 });
    expect(limitsInForce(learnt, 1000 + LEARNT_HOLDS_MS)).to.deep.equal({});
    expect(limitsInForce({ albums: 5 }, 10 ** 15)).to.deep.equal({ albums: 5 });
  });

  it('are learnt one by one, and never of nothing', () => {
    const before = { withoutStock: true };
    const learnt = withLearnt(withLearnt(before as LearntNumbers, 'items', 4, 1), 'addsPerDay', 7, 2);
    expect(learnt).to.deep.equal({ ...before, items: 4, addsPerDay: 7, learntAt: { items: 1, addsPerDay: 2 } });
    expect(withLearnt(learnt, 'albums', 0, 3)).to.equal(learnt);
  });
});

describe('a text as VK shows it', () => {
  it('reads entities back and joins white space of any kind', () => {
    expect(shownText('  Чай &amp; &lt;мёд&gt;\n\n &quot;соты&quot;&nbsp;1&#160;кг &#x41; ')).to.equal(
      'Чай & <мёд> "соты" 1 кг A',
    );
    expect(shownText('&нет; &unknown; &#0; &#99999999;')).to.equal('&нет; &unknown; &#0; &#99999999;');
  });

  it('is the same when it is read twice, but for entities of entities', () => {
    fc.assert(
      fc.property(fc.string(), text => {
        const shown = shownText(text.replaceAll('&', ''));
        expect(shownText(shown)).to.equal(shown);
        expect(shown).to.equal(shown.trim());
      }),
    );
    expect(NO_VALUE).to.have.length(6);
  });
});
