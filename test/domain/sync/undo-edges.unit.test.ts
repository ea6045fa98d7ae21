import { expect } from 'chai';
import { kopecks } from '../../../src/domain/money.js';
import type { OperationKind } from '../../../src/domain/sync/compact.js';
import type { SentState } from '../../../src/domain/sync/sent.js';
import type { DoneOperation, LinkNow } from '../../../src/domain/sync/undo.js';
import { UNDOABLE_KINDS, undoGood } from '../../../src/domain/sync/undo.js';

const SENT: SentState = {
  name: 'Улун',
  description: 'Тёмный улун',
  price: kopecks(12_000),
  stock: 5,
  categoryId: 7,
  photo: 'photo:1',
  album: 'Чай',
};
const link = (state: LinkNow['state'], change: Partial<SentState> = {}): LinkNow => ({
  state,
  sent: { ...SENT, ...change },
});
const done = (kind: OperationKind, change: Partial<DoneOperation> = {}): DoneOperation => ({
  id: 1,
  kind,
  fields: [],
  before: null,
  after: null,
  albumTitle: '',
  ...change,
});
const repriced = done('update', { fields: ['price'], before: { price: 10_000 }, after: { price: 12_000 } });
const hidden = done('hide', { before: { stock: 5 } });

describe('undo of what was done to another item', () => {
  const of = (itemId: number | null) => done('create', { itemId });
  it('leaves the item that took its place alone', () => {
    const other = undoGood([of(1), done('hide', { id: 2, itemId: 2 })], { ...link('live'), itemId: 2 });
    expect(other.changes).to.deep.equal([]);
    expect(other.lines.map(({ skipped }) => skipped)).to.deep.equal(['UNDO.GONE', 'UNDO.GONE']);
  });
  it('is not meant where the item is the same, or was not known when it was planned', () => {
    for (const itemId of [2, null])
      expect(undoGood([of(itemId)], { ...link('live'), itemId: 2 }).changes, String(itemId)).to.have.length(1);
  });
});

describe('undo of a good that was created', () => {
  it('deletes it, whatever else the job did to it', () => {
    const undone = undoGood([done('create'), done('album_add', { id: 2, albumTitle: 'Чай' })], link('live'));
    expect(undone.changes).to.deep.equal([{ op: 'delete', fields: [], values: null, albumTitle: '' }]);
    expect(undone.lines).to.deep.equal([
      { operationId: 1, does: 'delete', skipped: null },
      { operationId: 2, does: 'delete', skipped: null },
    ]);
    expect(undoGood([done('create')], link('hidden')).changes.map(({ op }) => op)).to.deep.equal(['delete']);
  });

  it('leaves it alone when it is gone or the merchant’s own already', () => {
    for (const now of [link('deleted'), link('detached'), null])
      expect(undoGood([done('create')], now)).to.deep.equal({
        lines: [{ operationId: 1, does: null, skipped: 'UNDO.GONE' }],
        changes: [],
      });
  });
});

describe('undo of an update', () => {
  it('writes back what stood before, and keeps the rest as it is', () => {
    const undone = undoGood([repriced], link('live'));
    expect(undone.changes).to.deep.equal([
      { op: 'update', fields: ['price'], values: { ...SENT, price: 10_000 }, albumTitle: '' },
    ]);
    expect(undone.lines).to.deep.equal([{ operationId: 1, does: 'update', skipped: null }]);
  });

  it('goes back before the first of several', () => {
    const first = done('update', { fields: ['price'], before: { price: 8000 }, after: { price: 10_000 } });
    const [change] = undoGood([first, { ...repriced, id: 2 }], link('live')).changes;
    expect(change?.values?.price).to.equal(8000);
  });

  it('writes texts and category back as well', () => {
    const before = { name: 'Чай', description: 'Чай улун', categoryId: 3, stock: 1 };
    const after = { name: SENT.name, description: SENT.description, categoryId: 7, stock: 5 };
    const fields = ['name', 'description', 'stock', 'category'] as const;
    const [change] = undoGood([done('update', { fields, before, after })], link('live')).changes;
    expect(change).to.deep.include({ op: 'update', fields, values: { ...SENT, ...before } });
  });

  it('passes over what was changed again since', () => {
    expect(undoGood([repriced], link('live', { price: kopecks(13_000) }))).to.deep.equal({
      lines: [{ operationId: 1, does: null, skipped: 'UNDO.CHANGED_SINCE' }],
      changes: [],
    });
    const both = done('update', {
      fields: ['name', 'price'],
      before: { name: 'Чай', price: 10_000 },
      after: { name: 'Улун', price: 12_000 },
    });
    const undone = undoGood([both], link('live', { name: 'Улун тёмный' }));
    expect(undone.changes.map(({ fields }) => fields)).to.deep.equal([['price']]);
    expect(undone.lines[0]?.does).to.equal('update');
  });

  it('writes only fields the operation wrote, and none it did not know before', () => {
    const named = { ...repriced, before: { price: 10_000, name: 'Чай' }, after: { price: 12_000, name: 'Улун' } };
    expect(undoGood([named], link('live')).changes[0]?.fields).to.deep.equal(['price']);
    for (const before of [{ price: null }, {}, null])
      expect(undoGood([{ ...repriced, before }], link('live')).changes).to.deep.equal([]);
    expect(undoGood([{ ...repriced, before: { price: 12_000 } }], link('live')).changes).to.deep.equal([]);
    expect(undoGood([repriced], { state: 'live', sent: null }).lines[0]?.skipped).to.equal('UNDO.CHANGED_SINCE');
  });

  it('never takes a photo back', () => {
    const photo = done('update', { fields: ['photo'], before: { photo: 'photo:0' }, after: { photo: 'photo:1' } });
    expect(undoGood([photo], link('live'))).to.deep.equal({
      lines: [{ operationId: 1, does: null, skipped: 'UNDO.NOT_COVERED' }],
      changes: [],
    });
  });

  it('shows nothing again that was hidden since', () => {
    expect(undoGood([repriced], link('hidden')).changes).to.deep.equal([]);
  });
});

describe('undo of what was hidden, shown or deleted', () => {
  it('shows a hidden good again with the stock it had', () => {
    const undone = undoGood([hidden], link('hidden', { stock: 0 }));
    expect(undone.changes).to.deep.equal([{ op: 'unhide', fields: ['stock'], values: SENT, albumTitle: '' }]);
    expect(undone.lines).to.deep.equal([{ operationId: 1, does: 'unhide', skipped: null }]);
  });

  it('does it in one step with an update of the same job', () => {
    const undone = undoGood([repriced, { ...hidden, id: 2 }], link('hidden', { stock: 0 }));
    expect(undone.changes.map(({ op, fields }) => [op, fields])).to.deep.equal([['unhide', ['price', 'stock']]]);
    expect(undone.changes[0]?.values).to.deep.equal({ ...SENT, price: 10_000 });
    expect(undone.lines.map(({ does }) => does)).to.deep.equal(['update', 'unhide']);
  });

  it('shows without values a good of which nothing is known to have been sent', () => {
    expect(undoGood([hidden], { state: 'hidden', sent: null }).changes).to.deep.equal([
      { op: 'unhide', fields: [], values: null, albumTitle: '' },
    ]);
  });

  it('hides a good that was shown, and leaves its values', () => {
    const shown = done('unhide', { fields: ['price'], before: { price: 10_000 }, after: { price: 12_000 } });
    const inAlbum = done('album_add', { id: 2, albumTitle: 'Чай' });
    const undone = undoGood([shown, inAlbum], link('live'));
    expect(undone.changes).to.deep.equal([{ op: 'hide', fields: [], values: null, albumTitle: '' }]);
    expect(undone.lines).to.deep.equal([
      { operationId: 1, does: 'hide', skipped: null },
      { operationId: 2, does: null, skipped: null },
    ]);
  });

  it('brings a deleted good back as it was: hidden, or in sight', () => {
    const ops = (before: DoneOperation['before']) =>
      undoGood([done('delete', { before })], link('deleted')).changes.map(({ op }) => op);
    expect(ops({ hidden: true })).to.deep.equal(['restore']);
    expect(ops({ hidden: false })).to.deep.equal(['restore', 'unhide']);
    expect(ops(null)).to.deep.equal(['restore', 'unhide']);
  });

  it('deletes what was brought back', () => {
    const back = [done('restore'), done('unhide', { id: 2 })];
    expect(undoGood(back, link('live')).changes.map(({ op }) => op)).to.deep.equal(['delete']);
    expect(undoGood([done('restore')], link('hidden')).changes.map(({ op }) => op)).to.deep.equal(['delete']);
  });

  it('does nothing when hidden and shown again within the job, but for what changed', () => {
    const there = [
      hidden,
      done('unhide', { id: 2, fields: ['price'], before: { price: 1 }, after: { price: 12_000 } }),
    ];
    const undone = undoGood(there, link('live'));
    expect(undone.changes.map(({ op, fields }) => [op, fields])).to.deep.equal([['update', ['price']]]);
    expect(undone.lines.map(({ does }) => does)).to.deep.equal([null, null]);
  });

  it('is passed over when the good was moved since', () => {
    expect(undoGood([hidden], link('live')).lines[0]?.skipped).to.equal('UNDO.CHANGED_SINCE');
    expect(undoGood([hidden], link('deleted')).lines[0]?.skipped).to.equal('UNDO.GONE');
    expect(undoGood([done('delete')], link('hidden')).changes).to.deep.equal([]);
  });
});

describe('undo of an album', () => {
  const moved = done('album_add', { albumTitle: 'Чай', before: { album: 'Напитки' } });

  it('puts the good back where it lay', () => {
    const undone = undoGood([moved], link('live'));
    expect(undone.changes).to.deep.equal([
      { op: 'album_add', fields: ['album'], values: { ...SENT, album: 'Напитки' }, albumTitle: 'Напитки' },
    ]);
    expect(undone.lines[0]?.does).to.equal('album_add');
  });

  it('takes it out when it lay in none', () => {
    for (const before of [null, { album: null }])
      expect(undoGood([{ ...moved, before }], link('live')).changes).to.deep.equal([
        { op: 'album_remove', fields: ['album'], values: { ...SENT, album: null }, albumTitle: '' },
      ]);
  });

  it('puts it in again when it was taken out', () => {
    const out = done('album_remove', { before: { album: 'Чай' } });
    const [change] = undoGood([out], link('live', { album: null })).changes;
    expect([change?.op, change?.albumTitle]).to.deep.equal(['album_add', 'Чай']);
  });

  it('goes back before the first of several moves', () => {
    const twice = [{ ...moved, albumTitle: 'Сладости' }, done('album_add', { id: 2, albumTitle: 'Чай', before: {} })];
    expect(undoGood(twice, link('live')).changes[0]?.albumTitle).to.equal('Напитки');
  });

  it('is passed over when the good was moved again since, or nothing is known of it', () => {
    for (const now of [link('live', { album: 'Сладости' }), { state: 'live', sent: null } as const]) {
      const undone = undoGood([moved], now);
      expect([undone.changes, undone.lines[0]?.skipped]).to.deep.equal([[], 'UNDO.CHANGED_SINCE']);
    }
    expect(undoGood([{ ...moved, before: { album: 'Чай' } }], link('live')).changes).to.deep.equal([]);
  });

  it('goes beside an update of the same good', () => {
    const undone = undoGood([repriced, { ...moved, id: 2 }], link('live'));
    expect(undone.changes.map(({ op }) => op)).to.deep.equal(['update', 'album_add']);
    expect(undone.lines.map(({ does }) => does)).to.deep.equal(['update', 'album_add']);
  });
});

describe('undo of the rest', () => {
  it('says what is not covered, behind what is', () => {
    const undone = undoGood([done('rekey', { id: 9 }), repriced], link('live'));
    expect(undone.lines).to.deep.equal([
      { operationId: 1, does: 'update', skipped: null },
      { operationId: 9, does: null, skipped: 'UNDO.NOT_COVERED' },
    ]);
    expect(undoGood([done('album_rename')], null)).to.deep.equal({
      lines: [{ operationId: 1, does: null, skipped: 'UNDO.NOT_COVERED' }],
      changes: [],
    });
  });

  it('is offered for jobs that did something to goods', () => {
    expect([...UNDOABLE_KINDS].sort()).to.deep.equal(
      ['album_add', 'album_remove', 'create', 'delete', 'hide', 'restore', 'unhide', 'update'].sort(),
    );
  });
});
