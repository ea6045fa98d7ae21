import { expect } from 'chai';
import { openDatabase } from '../../src/db/database.js';
import { databaseFault } from '../../src/db/database-fault.js';
import { schemaState } from '../../src/db/schema-state.js';
import { migrateUp } from '../../src/db/migrate.js';
import type { AppError } from '../../src/domain/errors.js';
import { clockSkewMs, skewFault } from '../../src/services/operations/clock-skew.js';
import { refuseNewerSchema, requireFittingSchema } from '../../src/services/operations/schema-fit.js';
import { emptyDatabase, type TestDatabase } from '../support/services-env-database.js';

const caught = (work: Promise<unknown>): Promise<AppError> =>
  work.then(
    () => {
      throw new Error('it worked');
    },
    (error: unknown) => error as AppError,
  );

describe('the database as a server', () => {
  let base: TestDatabase;
  before(async () => {
    base = await emptyDatabase();
  });
  after(() => base.drop());

  const faults: readonly (readonly [string, (url: URL) => void, string])[] = [
    ['nobody listens', url => (url.port = '1'), 'DB.DOWN'],
    ['the host has no address', url => (url.hostname = 'no-such-host.invalid'), 'DB.DOWN'],
    ['the password is wrong', url => (url.password = 'wrong'), 'DB.ACCESS_DENIED'],
    ['the database is unknown', url => (url.pathname = '/evosync_no_such'), 'DB.UNKNOWN'],
    ['the database is not ours', url => (url.pathname = '/somebody_elses'), 'DB.UNKNOWN'],
  ];
  for (const [what, change, code] of faults)
    it(`answers ${code} when ${what}, whatever is asked`, async () => {
      const url = new URL(base.url);
      change(url);
      const db = openDatabase(url.href);
      for (const work of [
        () => db.rows('SELECT 1'),
        () => db.change('UPDATE x SET y = 1'),
        () => db.transaction(queries => queries.rows('SELECT 1')),
        () => db.locked('name', 1, () => Promise.resolve()),
      ]) {
        const error = await caught(work());
        expect(error).to.include({ code, kind: 'unavailable' });
        expect(JSON.stringify(error.details)).not.to.contain('wrong');
      }
      await db.close();
    });

  it('answers DISK.FULL when a table cannot grow, and leaves the faults of statements alone', async () => {
    const { db } = base;
    const full = await caught(
      db.transaction(async queries => {
        await queries.change('SET SESSION max_heap_table_size = 16384');
        await queries.change('CREATE TEMPORARY TABLE small (filling VARCHAR(1000)) ENGINE=MEMORY');
        for (let row = 0; row < 100; row += 1) await queries.change("INSERT INTO small VALUES (REPEAT('x', 1000))");
      }),
    );
    expect(full).to.include({ code: 'DISK.FULL', kind: 'unavailable' });
    expect(await caught(db.rows('SELECT nonsense FROM nowhere'))).to.have.property('name', 'SequelizeDatabaseError');
    for (const message of [
      'Got error 28 "No space left on device" from storage engine',
      "Error writing file './x' (Errcode: 28)",
    ])
      expect(databaseFault({ parent: { errno: 1030, message } })).to.include({ code: 'DISK.FULL' });
    expect(databaseFault({ parent: { errno: 1030, message: 'Got error 127 from storage engine' } })).to.equal(null);
    for (const errno of [1040, 1053, 1203])
      expect(databaseFault({ parent: { errno, code: 'X', message: '' } })).to.include({ code: 'DB.DOWN' });
    expect(databaseFault({ parent: { errno: 1062, code: 'ER_DUP_ENTRY', message: '' } })).to.equal(null);
  });

  it('has everything pending when empty, nothing when migrated, and names what a newer program left', async () => {
    const { db } = base;
    const empty = await schemaState(db);
    expect(empty.unknown).to.deep.equal([]);
    expect(empty.pending[0]).to.equal('0001-accounts');
    expect(await db.rows('SHOW TABLES')).to.deep.equal([]);
    expect(await caught(requireFittingSchema(db))).to.deep.include({
      code: 'SCHEMA.OLDER',
      details: {
        count: empty.pending.length,
        names: `${empty.pending.slice(0, 5).join(', ')} and ${empty.pending.length - 5} more`,
      },
    });
    await migrateUp(db);
    expect(await schemaState(db)).to.deep.equal({ pending: [], unknown: [] });
    await requireFittingSchema(db);
    await db.change("INSERT INTO schema_migrations (name) VALUES ('9999-of-tomorrow')");
    for (const refuse of [requireFittingSchema, refuseNewerSchema])
      expect(await caught(refuse(db))).to.deep.include({
        code: 'SCHEMA.NEWER',
        details: { count: 1, names: '9999-of-tomorrow' },
      });
  });

  it('tells how far its clock is from ours, and from when on it matters', async () => {
    const { db } = base;
    expect(Math.abs(await clockSkewMs(db, Date.now))).to.be.lessThan(2000);
    expect(await clockSkewMs(db, () => Date.now() - 90_000)).to.be.within(88_000, 92_000);
    expect(await clockSkewMs(db, () => Date.now() + 5000)).to.be.within(-7000, -3000);
    expect(skewFault(1999)).to.equal(null);
    expect(skewFault(-5040)).to.deep.include({ code: 'CLOCK.SKEW', details: { seconds: 5, isAhead: false } });
  });
});
