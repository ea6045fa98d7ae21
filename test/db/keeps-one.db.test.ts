import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'chai';
import { openDatabase } from '../../src/db/database.js';
import { otherConnections } from '../../src/db/repositories/installation-tables.repository.js';
import { emptyDatabase } from '../support/services-env-database.js';

/** Longer than an idle connection lives. */
const IDLE_MS = 12_500;

describe('the pool of a program that runs for long', function () {
  this.timeout(30_000);

  it('stays visible to a restore when it has nothing to do, and an ordinary one does not', async () => {
    const target = await emptyDatabase();
    const kept = openDatabase(target.url, { keepsOne: true });
    const idle = openDatabase(target.url);
    try {
      for (const db of [kept, idle]) await Promise.all([1, 2, 3].map(() => db.rows('SELECT SLEEP(0.05) AS slept')));
      await wait(IDLE_MS);
      expect(await otherConnections(target.db)).to.equal(1);
      expect(await kept.first('SELECT 1 AS one')).to.deep.equal({ one: 1 });
    } finally {
      await kept.close();
      await idle.close();
      await target.drop();
    }
  });
});
