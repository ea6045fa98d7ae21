import { expect } from 'chai';
import type { Database } from '../../src/db/database.js';
import { insertJob } from '../../src/db/repositories/jobs.repository.js';
import { hasAskedForAlbum } from '../../src/db/repositories/links.repository.js';
import { releaseReservedPhotos, reservedPhotos } from '../../src/db/repositories/lost-answers.repository.js';
import {
  countByKind,
  countByState,
  dropPlanned,
  endOperations,
  insertOperations,
  listOperations,
  claimOperations,
  takeWriter,
  nextPlanned,
  openCreates,
  orphanedSent,
  postponeLookup,
  setOperationPhoto,
  type NewOperation,
  type Operation,
  type OperationState,
} from '../../src/db/repositories/operations.repository.js';
import { insertUser } from '../../src/db/repositories/users.repository.js';
import { saveVkConnection } from '../../src/db/repositories/vk-connections.repository.js';
import type { JobId, ListingKey, OperationId, UserId, VkGroupId, VkItemId, VkPhotoId } from '../../src/domain/brand.js';
import { operationRank } from '../../src/domain/sync/order.js';
import { freshEmail, migratedDatabase, type TestDatabase } from '../support/services-env-database.js';

describe('the ledger of operations', () => {
  let base: TestDatabase;
  let db: Database;
  let userId: UserId;
  let jobId: JobId;
  let groupId: VkGroupId;

  before(async () => {
    base = await migratedDatabase();
    db = base.db;
  });
  after(() => base.drop());
  beforeEach(async () => {
    const account = { email: freshEmail(), firstName: '', lastName: '', phone: null, passwordHash: 'x' };
    userId = await insertUser(db, { ...account, role: 'user' });
    jobId = await insertJob(db, { userId, kind: 'sync', trigger: 'manual', workflowId: 'w', requestId: 'r' });
    groupId = (1000 + userId) as VkGroupId;
    const names = { vkUserId: 1, vkUserName: '', groupName: '', groupScreenName: '', marketType: null };
    await saveVkConnection(db, { userId, sealedToken: 'x', groupId, ...names });
    await takeWriter(db, jobId, 'me');
  });

  const claim = (ids: readonly OperationId[], from: readonly OperationState[] = ['planned'], writer = 'me') =>
    claimOperations(db, { jobId, writer, ids, from });

  function planned(kind: NewOperation['kind'], key: string, changes: Partial<NewOperation> = {}): NewOperation {
    const fields = changes.fields ?? [];
    return {
      jobId,
      userId,
      groupId,
      planNo: 1,
      kind,
      rank: operationRank(kind, fields),
      key: key as ListingKey,
      albumTitle: '',
      itemId: null,
      fields,
      before: null,
      after: { name: 'Чай 🍵', price: 100 },
      reasonCode: 'NEW',
      photoId: null,
      ...changes,
    };
  }
  const all = async (): Promise<readonly Operation[]> =>
    (await listOperations(db, jobId, { offset: 0, limit: 100 })).rows;

  it('takes a plan written twice as written once, and keeps what it holds', async () => {
    const plan = [
      planned('create', 'a'),
      planned('update', 'b', { fields: ['name', 'price'], before: { name: 'Чай' } }),
    ];
    await insertOperations(db, plan);
    await insertOperations(db, plan);
    const rows = await all();
    expect(rows.map(({ kind, key, state }) => [kind, key, state])).to.deep.equal([
      ['update', 'b', 'planned'],
      ['create', 'a', 'planned'],
    ]);
    expect(rows[0]).to.deep.include({
      fields: ['name', 'price'],
      before: { name: 'Чай' },
      after: { name: 'Чай 🍵', price: 100 },
    });
    expect(rows[1]?.fields).to.deep.equal([]);
  });

  it('does not bring back to life what was done when its plan is written again', async () => {
    await insertOperations(db, [planned('create', 'a')]);
    await endOperations(
      db,
      (await all()).map(({ id }) => id),
      { state: 'done', itemId: 5 as VkItemId },
    );
    await insertOperations(db, [planned('create', 'a')]);
    expect((await all()).map(({ state, itemId }) => [state, itemId])).to.deep.equal([['done', 5]]);
  });

  it('gives out the lowest rank alone, in order, without kinds that rest', async () => {
    await insertOperations(db, [
      planned('create', 'c'),
      planned('update', 'p', { fields: ['price'] }),
      planned('unhide', 'u'),
      planned('hide', 'h'),
      planned('album_add', 'z', { albumTitle: 'Я' }),
      planned('album_add', 'y', { albumTitle: 'А' }),
    ]);
    const next = async (limit: number, without: NewOperation['kind'][]) =>
      (await nextPlanned(db, jobId, limit, without)).map(({ key }) => key as string);
    expect(await next(10, [])).to.deep.equal(['h']);
    expect(await next(10, ['hide'])).to.deep.equal(['p', 'u']);
    expect(await next(1, ['hide'])).to.deep.equal(['p']);
    expect(await next(10, ['hide', 'unhide', 'update', 'create'])).to.deep.equal(['y', 'z']);
  });

  it('says sent before, counts tries, and ends with time and code', async () => {
    await insertOperations(db, [planned('create', 'a'), planned('hide', 'b')]);
    const ids = (await all()).map(({ id }) => id);
    expect(await claim([])).to.equal(0);
    await endOperations(db, [], { state: 'failed' });
    expect(await claim(ids)).to.equal(2);
    expect(await claim(ids), 'a create is never claimed twice').to.equal(0);
    expect(await claim(ids, ['planned', 'sent'])).to.equal(2);
    for (const row of await all()) {
      expect(row).to.include({ state: 'sent', attempts: 2 });
      expect(row.sentAt).to.be.instanceOf(Date);
    }
    const vendorCode = 'x'.repeat(70);
    await endOperations(db, ids.slice(0, 1), { state: 'failed', errorCode: 'VK.REFUSED', vendorCode });
    await endOperations(db, ids.slice(1), { state: 'planned' });
    const rows = await db.rows<{ state: string; code: string | null; vendor: string | null; ended: Date | null }>(
      `SELECT state, error_code AS code, error_vendor_code AS vendor, finished_at AS ended FROM sync_operations
       WHERE job_id = :jobId ORDER BY rank_in_run`,
      { jobId },
    );
    expect(rows[0]).to.include({ state: 'failed', code: 'VK.REFUSED', vendor: 'x'.repeat(60) });
    expect(rows[0]?.ended).to.be.instanceOf(Date);
    expect(rows[1]).to.include({ state: 'planned', ended: null });
    expect(await countByState(db, jobId)).to.deep.equal(
      new Map([
        ['failed', 1],
        ['planned', 1],
      ]),
    );
    expect(await countByKind(db, jobId, ['planned'])).to.deep.equal(new Map([['create', 1]]));
  });

  it('takes back only what was not begun', async () => {
    await insertOperations(db, [planned('create', 'a'), planned('create', 'b'), planned('create', 'c')]);
    const [a, b] = (await all()).map(({ id }) => id);
    await claim([a!]);
    await endOperations(db, [b!], { state: 'done' });
    await dropPlanned(db, userId, jobId);
    expect((await all()).map(({ key }) => key as string)).to.deep.equal(['a', 'b']);
  });

  it('lets nobody send but the process that took the job over last', async () => {
    await insertOperations(db, [planned('create', 'a')]);
    const ids = (await all()).map(({ id }) => id);
    await takeWriter(db, jobId, 'another');
    expect(await claim(ids)).to.equal(0);
    expect((await all())[0]).to.include({ state: 'planned', attempts: 0 });
    expect(await claim(ids, ['planned'], 'another')).to.equal(1);
  });

  it('keeps the photo of a create that was sent before it went back into the plan', async () => {
    await insertOperations(db, [planned('create', 'a')]);
    const [id] = (await all()).map(operation => operation.id);
    await setOperationPhoto(db, id!, 79 as VkPhotoId);
    await claim([id!]);
    await endOperations(db, [id!], { state: 'planned' });
    await dropPlanned(db, userId, jobId);
    expect((await all())[0]).to.include({ state: 'skipped', errorCode: 'VK.ANSWER_LOST' });
    const key = 'a' as ListingKey;
    expect(await reservedPhotos(db, { userId, groupId }, [key])).to.deep.equal(new Map([[key, 79]]));
    await releaseReservedPhotos(db, { userId, groupId }, new Date(Date.now() + 1000));
    expect(await reservedPhotos(db, { userId, groupId }, [key])).to.deep.equal(new Map());
  });

  it('takes an album for ours that was asked for without a refusal, and no other', async () => {
    const titles = ['lost', 'refused', 'planned'];
    await insertOperations(
      db,
      titles.map(albumTitle => planned('album_create', '', { albumTitle })),
    );
    const ids = new Map((await all()).map(({ albumTitle, id }) => [albumTitle, id]));
    await claim([ids.get('lost')!, ids.get('refused')!]);
    await endOperations(db, [ids.get('lost')!], { state: 'failed', errorCode: 'VK.NO_ANSWER' });
    await endOperations(db, [ids.get('refused')!], {
      state: 'skipped',
      errorCode: 'VK.ALBUM_LIMIT',
      vendorCode: '1407',
    });
    const asked = await Promise.all(titles.map(title => hasAskedForAlbum(db, { userId, groupId }, title)));
    expect(asked).to.deep.equal([true, false, false]);
  });

  it('keeps the first photo of an operation: one that another process has begun gets no other', async () => {
    await insertOperations(db, [planned('create', 'a'), planned('create', 'b')]);
    const [a, b] = (await all()).map(({ id }) => id);
    expect(await setOperationPhoto(db, a!, 79 as VkPhotoId)).to.equal(true);
    expect(await setOperationPhoto(db, a!, 80 as VkPhotoId)).to.equal(false);
    await claim([b!]);
    expect(await setOperationPhoto(db, b!, 81 as VkPhotoId)).to.equal(false);
    expect((await all()).map(({ photoId }) => photoId)).to.deep.equal([79, null]);
  });

  it('finds sent ones that nobody waits for, and creates whose answer is open, of this merchant alone', async () => {
    await insertOperations(db, [
      planned('create', 'lost'),
      planned('create', 'sent'),
      planned('hide', 'hide'),
      planned('create', 'new'),
    ]);
    const byKey = new Map((await all()).map(operation => [operation.key as string, operation.id]));
    await claim([byKey.get('lost')!, byKey.get('sent')!, byKey.get('hide')!]);
    const lookupAt = new Date(Date.now() + 10_000);
    await endOperations(db, [byKey.get('lost')!], { state: 'unknown', errorCode: 'VK.ANSWER_LOST', lookupAt });
    const keys = (rows: readonly Operation[]) => rows.map(({ key }) => key as string).sort();
    expect(keys(await orphanedSent(db, userId))).to.deep.equal(['hide', 'sent']);
    expect(keys(await openCreates(db, userId))).to.deep.equal(['lost', 'sent']);
    const stranger = await insertUser(db, {
      email: freshEmail(),
      firstName: '',
      lastName: '',
      phone: null,
      passwordHash: 'x',
      role: 'user',
    });
    expect(await openCreates(db, stranger)).to.deep.equal([]);
    await postponeLookup(db, [byKey.get('lost')!], lookupAt);
    await postponeLookup(db, [], lookupAt);
    const [lost] = await openCreates(db, userId);
    expect(lost).to.include({ lookups: 1 });
    expect(lost?.lookupAt).to.deep.equal(lookupAt);
  });

  it('keeps the photo of a create that was given up for a lost answer, and of no other', async () => {
    await insertOperations(db, [planned('create', 'lost'), planned('create', 'refused'), planned('create', 'bare')]);
    const byKey = new Map((await all()).map(operation => [operation.key as string, operation.id]));
    await setOperationPhoto(db, byKey.get('lost')!, 77 as VkPhotoId);
    await setOperationPhoto(db, byKey.get('refused')!, 78 as VkPhotoId);
    const both = [byKey.get('lost')!, byKey.get('bare')!];
    await endOperations(db, both, { state: 'failed', errorCode: 'VK.ANSWER_LOST' });
    await endOperations(db, [byKey.get('refused')!], { state: 'failed', errorCode: 'VK.REFUSED' });
    const keys = ['lost', 'refused', 'bare', 'other'] as ListingKey[];
    expect(await reservedPhotos(db, { userId, groupId }, keys)).to.deep.equal(new Map([['lost', 77]]));
    expect(await reservedPhotos(db, { userId, groupId }, [])).to.deep.equal(new Map());
  });

  it('keeps the photo of a create that was sent again and then refused: the first try may have come through', async () => {
    await insertOperations(db, [planned('create', 'twice'), planned('create', 'once')]);
    const byKey = new Map((await all()).map(operation => [operation.key as string, operation.id]));
    const ids = [byKey.get('twice')!, byKey.get('once')!];
    await setOperationPhoto(db, ids[0]!, 81 as VkPhotoId);
    await setOperationPhoto(db, ids[1]!, 82 as VkPhotoId);
    await db.change('UPDATE sync_operations SET attempts = IF(id = :twice, 2, 1) WHERE id IN (:ids)', {
      twice: ids[0]!,
      ids,
    });
    await endOperations(db, ids, { state: 'failed', errorCode: 'VK.PARAM_REFUSED', vendorCode: '100' });
    const keys = ['twice', 'once'] as ListingKey[];
    expect(await reservedPhotos(db, { userId, groupId }, keys)).to.deep.equal(new Map([['twice', 81]]));
    await db.change('UPDATE sync_operations SET sent_at = :at WHERE id IN (:ids)', { at: new Date(0), ids });
    await releaseReservedPhotos(db, { userId, groupId }, new Date());
    expect(await reservedPhotos(db, { userId, groupId }, keys)).to.deep.equal(new Map());
  });

  it('lists a job in the order of work, page by page', async () => {
    await insertOperations(
      db,
      Array.from({ length: 7 }, (_, index) => planned('create', `k${index}`)),
    );
    const page = await listOperations(db, jobId, { offset: 5, limit: 5 });
    expect(page.total).to.equal(7);
    expect(page.rows.map(({ key }) => key as string)).to.deep.equal(['k5', 'k6']);
  });
});
