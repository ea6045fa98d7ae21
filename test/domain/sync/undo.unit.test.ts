import { expect } from 'chai';
import fc from 'fast-check';
import { kopecks } from '../../../src/domain/money.js';
import type { Field, OperationKind } from '../../../src/domain/sync/compact.js';
import type { SentState } from '../../../src/domain/sync/sent.js';
import { undoGood, type DoneOperation, type LinkNow } from '../../../src/domain/sync/undo.js';

const SENT: SentState = {
  name: 'Чай',
  description: 'Чай чёрный',
  price: kopecks(10_000),
  stock: 5,
  categoryId: 1,
  photo: 'p',
  album: 'Чай',
};
const link = (state: LinkNow['state'], over: Partial<SentState> = {}): LinkNow => ({
  state,
  sent: { ...SENT, ...over },
});
let ids = 0;
const done = (kind: OperationKind, over: Partial<DoneOperation> = {}): DoneOperation => ({
  id: (ids += 1),
  kind,
  fields: [],
  before: { ...SENT },
  after: null,
  albumTitle: '',
  ...over,
});
const price = (from: number, to: number) =>
  done('update', {
    fields: ['price'],
    before: { ...SENT, price: from },
    after: { ...SENT, price: to },
  });
const ops = (operations: readonly DoneOperation[], now: LinkNow | null) =>
  undoGood(operations, now).changes.map(({ op, fields, values, albumTitle }) => ({ op, fields, values, albumTitle }));

/** A good as the model of the shop keeps it. */
interface Good {
  state: 'live' | 'hidden' | 'deleted';
  sent: SentState;
}
interface Step {
  op: OperationKind;
  fields: readonly Field[];
  values: SentState | null;
  albumTitle: string;
}

/** Carries a step out on a good as applying does, and writes it down as the ledger does. */
function carryOut(good: Good, { op, fields, values, albumTitle }: Step): { good: Good; record: DoneOperation } {
  const before = { ...good.sent, ...(good.state === 'hidden' ? { hidden: true } : {}) };
  const record = done(op, { fields, before, after: values === null ? {} : { ...values }, albumTitle });
  const written =
    values === null
      ? {}
      : Object.fromEntries(
          fields.map(field => {
            const source = field === 'category' ? 'categoryId' : field;
            return [source, values[source]];
          }),
        );
  switch (op) {
    case 'hide':
      return { good: { state: 'hidden', sent: { ...good.sent, stock: 0 } }, record };
    case 'unhide':
      return { good: { state: 'live', sent: { ...good.sent, ...written } }, record };
    case 'delete':
      return { good: { ...good, state: 'deleted' }, record };
    case 'restore':
      return { good: { ...good, state: 'hidden' }, record };
    case 'album_add':
      return { good: { ...good, sent: { ...good.sent, album: albumTitle } }, record };
    case 'album_remove':
      return { good: { ...good, sent: { ...good.sent, album: null } }, record };
    default:
      return { good: { ...good, sent: { ...good.sent, ...written } }, record };
  }
}

function carryOutAll(good: Good, steps: readonly Step[]): { good: Good; records: readonly DoneOperation[] } {
  const records: DoneOperation[] = [];
  let now = good;
  for (const step of steps) {
    const result = carryOut(now, step);
    now = result.good;
    records.push(result.record);
  }
  return { good: now, records };
}

const anyValues = fc.record({
  name: fc.constantFrom('Чай', 'Чай чёрный', 'Чай зелёный'),
  price: fc.constantFrom(...[100, 200, 300].map(kopecks)),
  stock: fc.nat(3),
});
const anyUpdate: fc.Arbitrary<Step> = fc.record({
  op: fc.constant('update' as const),
  fields: fc.subarray(['name', 'price', 'stock'] as const, { minLength: 1 }),
  values: anyValues.map(values => ({ ...SENT, ...values })),
  albumTitle: fc.constant(''),
});
const anyMove: fc.Arbitrary<Step> = fc.constantFrom('Чай', 'Посуда', null).map(album => ({
  op: album === null ? ('album_remove' as const) : ('album_add' as const),
  fields: ['album'] as const,
  values: { ...SENT, album },
  albumTitle: album ?? '',
}));
const HIDE: Step = { op: 'hide', fields: [], values: null, albumTitle: '' };

describe('undo of one good', () => {
  it('deletes what was made, with everything else that was done to it', () => {
    const create = done('create', { before: null });
    const undo = undoGood([create, done('album_add', { albumTitle: 'Чай' })], link('live'));
    expect(undo.changes.map(({ op }) => op)).to.deep.equal(['delete']);
    expect(undo.lines.map(({ does, skipped }) => [does, skipped])).to.deep.equal([
      ['delete', null],
      ['delete', null],
    ]);
  });

  it('writes back the values before, of several updates the first', () => {
    const [change] = ops([price(100, 200), price(200, 300)], link('live', { price: kopecks(300) }));
    expect(change).to.deep.include({ op: 'update', fields: ['price'] });
    expect(change?.values).to.deep.equal({ ...SENT, price: 100 });
  });

  it('leaves a field that was changed since, and says so', () => {
    const operations = [price(100, 200)];
    const undo = undoGood(operations, link('live', { price: kopecks(999) }));
    expect(undo.changes).to.deep.equal([]);
    expect(undo.lines[0]).to.include({ does: null, skipped: 'UNDO.CHANGED_SINCE' });
  });

  it('shows what was hidden, with the stock it had', () => {
    const [change] = ops([done('hide')], link('hidden', { stock: 0 }));
    expect(change).to.deep.include({ op: 'unhide', fields: ['stock'] });
    expect(change?.values?.stock).to.equal(5);
  });

  it('hides what was shown, without writing to what is out of sight', () => {
    const unhide = done('unhide', {
      fields: ['price'],
      before: { ...SENT, price: 1, hidden: true },
      after: { ...SENT },
    });
    expect(ops([unhide], link('live')).map(({ op }) => op)).to.deep.equal(['hide']);
  });

  it('restores what was deleted, to where it was', () => {
    expect(
      ops([done('delete', { before: { ...SENT, hidden: true } })], link('deleted')).map(({ op }) => op),
    ).to.deep.equal(['restore']);
    expect(ops([done('delete')], link('deleted')).map(({ op }) => op)).to.deep.equal(['restore', 'unhide']);
  });

  it('moves a good back into its old album, or out of one', () => {
    const moved = done('album_add', { albumTitle: 'Чай', before: { ...SENT, album: 'Старый' } });
    expect(ops([moved], link('live'))[0]).to.deep.include({ op: 'album_add', albumTitle: 'Старый' });
    const added = done('album_add', { albumTitle: 'Чай', before: { ...SENT, album: null } });
    expect(ops([added], link('live'))[0]).to.deep.include({ op: 'album_remove' });
    expect(ops([added], link('live', { album: 'Другой' }))).to.deep.equal([]);
  });

  it('never touches a photo, an album that was made, or a key', () => {
    const photo = done('update', { fields: ['photo'], before: { ...SENT, photo: 'old' }, after: { ...SENT } });
    for (const operation of [photo, done('rekey'), done('album_create'), done('twin_delete')]) {
      const undo = undoGood([operation], link('live'));
      expect(undo.changes).to.deep.equal([]);
      expect(undo.lines[0]?.skipped).to.equal('UNDO.NOT_COVERED');
    }
  });

  it('leaves goods alone that are gone or were moved by others', () => {
    const skipped = (operation: DoneOperation, now: LinkNow | null) => undoGood([operation], now).lines[0]?.skipped;
    expect(skipped(price(1, 2), null)).to.equal('UNDO.GONE');
    expect(skipped(price(1, 2), link('detached'))).to.equal('UNDO.GONE');
    expect(skipped(done('create'), link('deleted'))).to.equal('UNDO.GONE');
    expect(skipped(done('hide'), link('deleted'))).to.equal('UNDO.GONE');
    expect(skipped(done('hide'), link('live'))).to.equal('UNDO.CHANGED_SINCE');
  });

  it('gives each done operation exactly one line', () => {
    const anyKind = fc.constantFrom<OperationKind>(
      'create',
      'update',
      'hide',
      'unhide',
      'delete',
      'restore',
      'rekey',
      'album_add',
    );
    fc.assert(
      fc.property(
        fc.array(anyKind, { maxLength: 5 }),
        fc.constantFrom('live', 'hidden', 'deleted', 'detached'),
        (kinds, state) => {
          const operations = kinds.map(kind => done(kind, { fields: kind === 'update' ? ['price'] : [] }));
          const { lines } = undoGood(operations, link(state));
          expect(lines.map(({ operationId }) => operationId).sort()).to.deep.equal(
            operations.map(({ id }) => id).sort(),
          );
        },
      ),
    );
  });

  it('brings back what was there before, and undoing the undoing what was there after', () => {
    const anySteps = fc.tuple(fc.array(fc.oneof(anyUpdate, anyMove), { maxLength: 4 }), fc.boolean());
    fc.assert(
      fc.property(anyValues, anySteps, (values, [steps, endsHidden]) => {
        const start: Good = { state: 'live', sent: { ...SENT, ...values } };
        const job = carryOutAll(start, endsHidden ? [...steps, HIDE] : steps);
        const back = carryOutAll(job.good, undoGood(job.records, job.good).changes);
        // Of a good that was hidden meanwhile the album is its old one as well.
        expect(back.good).to.deep.equal(start);
        const again = carryOutAll(back.good, undoGood(back.records, back.good).changes);
        expect(again.good.state).to.equal(job.good.state);
        if (!endsHidden) expect(again.good).to.deep.equal(job.good);
      }),
    );
  });
});
