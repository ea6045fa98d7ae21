import { expect } from 'chai';
import { diskFinding, findingOf, nodeFinding, siteFinding } from '../../src/cli/doctor-checks.js';
import { AppError } from '../../src/domain/errors.js';

describe('doctor', () => {
  const MEGABYTE = 1024 * 1024;

  it('knows which Node is enough', () => {
    expect(nodeFinding('20.18.3')).to.include({ state: 'fail' });
    for (const version of ['20.19.0', '22.1.0', '26.0.0']) expect(nodeFinding(version)).to.include({ state: 'ok' });
  });

  it('warns below a gigabyte and fails below a hundred megabytes', () => {
    expect(diskFinding(2000 * MEGABYTE)).to.deep.equal({ state: 'ok', detail: '2000 MB free for DATA_DIR' });
    expect(diskFinding(1000 * MEGABYTE)).to.include({ state: 'warning' });
    expect(diskFinding(99 * MEGABYTE)).to.include({ state: 'fail' });
  });

  it('warns of a public site without https, or that trusts no proxy', () => {
    const site = (baseUrl: string, trustProxy: number, isProduction = true) =>
      siteFinding({ baseUrl, isProduction, http: { port: 8080, trustProxy } }).state;
    expect(site('https://example.org', 1)).to.equal('ok');
    expect(site('https://example.org', 0)).to.equal('warning');
    expect(site('http://example.org', 1)).to.equal('warning');
    expect(site('http://localhost:8080', 0)).to.equal('ok');
    expect(site('http://example.org', 0, false)).to.equal('ok');
  });

  it('gives the sentence of a fault', () => {
    const fault = new AppError('unavailable', 'DB.DOWN', { server: 'db:3306', reason: 'ECONNREFUSED' });
    expect(findingOf(fault)).to.deep.equal({
      state: 'fail',
      detail:
        'The database does not answer at db:3306 (ECONNREFUSED). Start MariaDB, or correct host and port in DATABASE_URL.',
    });
    expect(findingOf(new Error('no database')).detail).to.equal('no database');
  });
});
