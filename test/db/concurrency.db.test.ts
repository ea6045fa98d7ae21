import { expect } from 'chai';
import { openDatabase, type Database } from '../../src/db/database.js';
import { clearHits, countHit } from '../../src/db/repositories/rate-counters.repository.js';
import { insertUser } from '../../src/db/repositories/users.repository.js';
import { findVkConnection, saveVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import { postponeVkSlots, reserveVkSlots } from '../../src/db/repositories/vk-slots.repository.js';
import type { UserId, VkGroupId } from '../../src/domain/brand.js';
import { isAppError } from '../../src/domain/errors.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';

let groups = 5000;

describe('two at once', () => {
  let base: TestDatabase;
  let db: Database;
  let other: Database;

  before(async () => {
    base = await migratedDatabase();
    db = base.db;
    other = openDatabase(base.url);
  });
  after(async () => {
    await other.close();
    await base.drop();
  });

  const merchant = (): Promise<UserId> =>
    insertUser(db, { email: freshEmail(), firstName: '', lastName: '', phone: null, passwordHash: 'x', role: 'user' });

  const accepted = (userId: UserId, groupId: number, sealedToken = 'sealed') => ({
    userId,
    sealedToken,
    vkUserId: 1,
    vkUserName: 'Анна',
    groupId: groupId as VkGroupId,
    groupName: 'Лавка',
    groupScreenName: 'lavka',
    marketType: 'advanced',
  });

  async function lane(): Promise<number> {
    const userId = await merchant();
    await saveVkConnection(db, accepted(userId, (groups += 1)));
    return (await findVkConnection(db, userId))?.id ?? 0;
  }

  it('slots of one lane are given out once, an interval apart, to callers of two processes', async () => {
    const connectionId = await lane();
    const every = 400;
    const taken = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        reserveVkSlots(index % 2 === 0 ? db : other, connectionId, 1 + (index % 3), every),
      ),
    );
    const slots = taken.flat().sort((a, b) => a - b);
    expect(slots).to.have.length(24);
    // Two clocks are read, with a database answer in between: a slot may seem to lie some milliseconds nearer.
    const gaps = slots.slice(1).map((slot, index) => slot - (slots[index] ?? 0));
    expect(Math.min(...gaps)).to.be.at.least(every * 0.9);
    expect((slots.at(-1) ?? 0) - (slots[0] ?? 0)).to.be.at.least(22.9 * every);
    for (const some of taken)
      for (const [index, slot] of some.slice(1).entries()) expect(slot - (some[index] ?? 0)).to.equal(every);
  });

  it('an idle lane saves up no burst, and a penalty holds for everybody', async () => {
    const connectionId = await lane();
    await db.change(`UPDATE vk_connections SET next_slot_at = '2020-01-01' WHERE id = :connectionId`, { connectionId });
    const before = Date.now();
    const [first, second] = await reserveVkSlots(db, connectionId, 2, 300);
    expect(first).to.be.at.least(before);
    expect((second ?? 0) - (first ?? 0)).to.equal(300);
    await postponeVkSlots(db, connectionId, 5000);
    const [late] = await reserveVkSlots(other, connectionId, 1, 300);
    expect((late ?? 0) - Date.now()).to.be.within(4500, 5100);
    await postponeVkSlots(db, connectionId, 10);
    const [stillLate] = await reserveVkSlots(other, connectionId, 1, 300);
    expect(stillLate).to.be.greaterThan(late ?? 0);
  });

  it('a lane whose connection is gone says so', async () => {
    const error: unknown = await reserveVkSlots(db, 999_999, 1, 300).catch((thrown: unknown) => thrown);
    expect(error).to.be.instanceOf(Error).with.property('message', 'the VK connection is gone');
  });

  it('a transaction that loses a deadlock is done again, whole', async () => {
    const [one, two] = [await merchant(), await merchant()];
    let met = 0;
    let open: () => void = () => undefined;
    const both = new Promise<void>(resolve => (open = resolve));
    let tries = 0;
    const rename = (first: UserId, second: UserId, name: string) =>
      db.transaction(async queries => {
        tries += 1;
        const set = 'UPDATE users SET first_name = CONCAT(first_name, :name) WHERE id = :id';
        await queries.change(set, { id: first, name });
        met += 1;
        if (met >= 2) open();
        await both;
        await queries.change(set, { id: second, name });
      });
    await Promise.all([rename(one, two, 'a'), rename(two, one, 'b')]);
    expect(tries).to.equal(3);
    const rows = await db.rows<{ name: string }>('SELECT first_name AS name FROM users WHERE id IN (:ids)', {
      ids: [one, two],
    });
    for (const { name } of rows) expect([...name].sort().join('')).to.equal('ab');
  });

  it('a transaction that throws leaves nothing behind and is not repeated', async () => {
    const id = await merchant();
    let tries = 0;
    const error: unknown = await db
      .transaction(async queries => {
        tries += 1;
        await queries.change(`UPDATE users SET first_name = 'x' WHERE id = :id`, { id });
        throw new Error('no');
      })
      .catch((thrown: unknown) => thrown);
    expect(error).to.have.property('message', 'no');
    expect(tries).to.equal(1);
    expect(await db.first('SELECT first_name AS name FROM users WHERE id = :id', { id })).to.deep.equal({ name: '' });
  });

  it('one community goes to one merchant, and the loser’s try touches nothing of the winner', async () => {
    const [one, two] = [await merchant(), await merchant()];
    const groupId = (groups += 1);
    const tries = await Promise.allSettled([
      saveVkConnection(db, accepted(one, groupId, 'sealed for one')),
      saveVkConnection(other, accepted(two, groupId, 'sealed for two')),
    ]);
    const rows = await db.rows<{ user_id: UserId; access_token: string }>(
      'SELECT user_id, access_token FROM vk_connections WHERE group_id = :groupId',
      { groupId },
    );
    expect(rows).to.have.length(1);
    expect(rows[0]?.access_token).to.equal(rows[0]?.user_id === one ? 'sealed for one' : 'sealed for two');
    const [lost] = tries.filter(result => result.status === 'rejected');
    expect(isAppError(lost?.reason) && lost.reason.code).to.equal('VK.COMMUNITY_TAKEN');
  });

  it('a merchant cannot move on to a community that is taken', async () => {
    const [one, two] = [await merchant(), await merchant()];
    const [mine, theirs] = [(groups += 1), (groups += 1)];
    await saveVkConnection(db, accepted(one, mine));
    await saveVkConnection(db, accepted(two, theirs));
    const error: unknown = await saveVkConnection(db, accepted(one, theirs)).catch((thrown: unknown) => thrown);
    expect(isAppError(error) && error.code).to.equal('VK.COMMUNITY_TAKEN');
    expect((await findVkConnection(db, one))?.groupId).to.equal(mine);
    expect((await findVkConnection(db, two))?.groupId).to.equal(theirs);
  });

  it('the same merchant connecting twice at once ends with one connection', async () => {
    const userId = await merchant();
    const groupId = (groups += 1);
    await Promise.all([1, 2, 3].map(n => saveVkConnection(db, accepted(userId, groupId, `sealed ${n}`))));
    expect(await db.rows('SELECT id FROM vk_connections WHERE user_id = :userId', { userId })).to.have.length(1);
  });

  it('hits are counted one by one, each bucket by itself, until the window is over', async () => {
    const bucket = `b:${freshEmail()}`;
    const counted = await Promise.all(
      Array.from({ length: 10 }, (_, index) => countHit(index % 2 === 0 ? db : other, bucket, 60)),
    );
    expect(Math.max(...counted.map(({ hits }) => hits))).to.equal(10);
    expect((await countHit(db, `${bucket}x`, 60)).hits).to.equal(1);
    const { hits, endsAt } = await countHit(db, bucket, 60);
    expect(hits).to.equal(11);
    expect(endsAt.getTime() - Date.now()).to.be.within(50_000, 60_001);
    await db.change('UPDATE rate_counters SET window_ends_at = :past WHERE bucket = :bucket', {
      past: new Date(Date.now() - 1),
      bucket,
    });
    expect((await countHit(db, bucket, 60)).hits).to.equal(1);
    await countHit(db, bucket, 60);
    await clearHits(db, bucket);
    expect((await countHit(db, bucket, 60)).hits).to.equal(1);
  });
});
