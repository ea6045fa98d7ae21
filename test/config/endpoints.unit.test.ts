import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '../../src/config/config-error.js';
import { resolveDatabaseUrl, resolveEndpoints } from '../../src/config/endpoints.js';

const RUNNING = {
  databaseUrl: 'mariadb://root:pw@127.0.0.1:4001/evosync',
  temporalAddress: '127.0.0.1:4002',
  temporalUiUrl: 'http://127.0.0.1:4003',
  webUrl: 'http://127.0.0.1:8080',
};

describe('resolveEndpoints', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'evosync-endpoints-'));
  });
  afterEach(() => {
    rmSync(dataDir, { recursive: true });
  });

  function config(url: string | null, address: string | null, uiUrl: string | null = null) {
    return { dataDir, database: { url }, temporal: { address, namespace: 'default', uiUrl } };
  }
  function start(content: unknown): void {
    writeFileSync(join(dataDir, 'runtime.json'), typeof content === 'string' ? content : JSON.stringify(content));
  }

  it('needs no file when both addresses are given', () => {
    expect(resolveEndpoints(config('mariadb://db/x', 'temporal:7233'))).to.deep.equal({
      databaseUrl: 'mariadb://db/x',
      temporalAddress: 'temporal:7233',
      temporalUiUrl: null,
      webUrl: null,
    });
  });

  it('finds the servers of a running start', () => {
    start(RUNNING);
    expect(resolveEndpoints(config(null, null))).to.deep.equal(RUNNING);
  });

  it('lets variables win one by one', () => {
    start(RUNNING);
    const found = resolveEndpoints(config('mariadb://db/x', null, 'http://ui'));
    expect(found).to.deep.equal({ ...RUNNING, databaseUrl: 'mariadb://db/x', temporalUiUrl: 'http://ui' });
  });

  it('says what to do when nothing runs', () => {
    expect(() => resolveEndpoints(config(null, null))).to.throw(
      ConfigError,
      'no database: start `npm start` or set DATABASE_URL',
    );
    expect(() => resolveEndpoints(config('mariadb://db/x', null))).to.throw(ConfigError, 'TEMPORAL_ADDRESS');
    expect(resolveDatabaseUrl(config('mariadb://db/x', null))).to.equal('mariadb://db/x');
  });

  it('names a broken file without quoting it', () => {
    start('{"databaseUrl":"mariadb://root:hunter2@');
    expect(() => resolveEndpoints(config(null, null)))
      .to.throw(ConfigError, 'runtime.json')
      .that.satisfies((error: Error) => !error.message.includes('hunter2'));
  });
});
