import { expect } from 'chai';
import session from 'express-session';
import { AppError } from '../../src/domain/errors.js';
import { diskFault } from '../../src/domain/disk-fault.js';
import { withNamedFaults } from '../../src/main/session-faults.js';
import { createFakeServices } from '../support/fake-services.js';
import { buildTestSite } from '../support/test-site.js';
import { loggedIn, visitor } from '../support/visitor.js';

/** As the driver and Sequelize tell it. */
const REFUSED = Object.assign(new Error('connect ECONNREFUSED'), {
  parent: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED', errno: -111 }),
});
const FULL = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });

describe('a page whose servers are in trouble', () => {
  for (const { what, error, text } of [
    { what: 'the database is gone', error: new AppError('unavailable', 'DB.DOWN'), text: 'База данных не отвечает' },
    {
      what: 'Temporal is gone',
      error: new AppError('unavailable', 'TEMPORAL.DOWN'),
      text: 'перезапускается часть системы',
    },
    { what: 'the disk is full', error: FULL, text: 'закончилось место' },
  ])
    it(`says that ${what}, with 503 and when to come back`, async () => {
      const { app, services } = buildTestSite();
      const someone = await loggedIn(app);
      services.overview.setup = () => Promise.reject(error);
      const answer = await someone.get('/overview');
      expect(answer.status).to.equal(503);
      expect(answer.headers['retry-after']).to.equal('30');
      expect(answer.text).to.include(text).and.not.include('ENOSPC');
    });

  it('does not call it a bug when the sessions cannot be read', async () => {
    const store = new session.MemoryStore();
    const { app, logs } = buildTestSite({}, createFakeServices(), withNamedFaults(store));
    const someone = visitor(app);
    await someone.get('/login');
    const broken = withNamedFaults(
      Object.assign(store, { get: (_sid: string, done: (error: unknown) => void) => done(REFUSED) }),
    );
    expect(broken).to.equal(store);
    const answer = await someone.get('/login');
    expect(answer.status).to.equal(503);
    expect(answer.text).to.include('База данных не отвечает');
    expect(logs.filter(({ level }) => level === 'error')).to.deep.equal([]);
  });

  it('knows a full disk from other faults of files', () => {
    expect(diskFault(FULL)).to.include({ code: 'DISK.FULL', kind: 'unavailable' });
    expect(diskFault(Object.assign(new Error('x'), { code: 'EDQUOT' }))).to.include({ code: 'DISK.FULL' });
    for (const other of [Object.assign(new Error('x'), { code: 'EACCES' }), new Error('ENOSPC'), null])
      expect(diskFault(other)).to.equal(null);
  });
});
