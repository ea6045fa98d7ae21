import { expect } from 'chai';
import { findChromium } from '../../scripts/setup/chromium.mjs';
import { findMariadb } from '../../scripts/setup/mariadb/find-mariadb.mjs';
import { findTemporal } from '../../scripts/setup/temporal/find-temporal.mjs';
import { setupFailure } from './fixtures/failure.js';
import { inScratch } from './fixtures/scratch.js';

const silent = () => undefined;

function restore(name: string, value: string | undefined) {
  if (value === undefined) Reflect.deleteProperty(process.env, name);
  else process.env[name] = value;
}

/** A machine without any tool, cache or network. */
async function onBareMachine<T>(env: NodeJS.ProcessEnv, work: () => Promise<T>): Promise<T> {
  const realEnv = { ...process.env };
  const realFetch = globalThis.fetch;
  return inScratch(async folder => {
    const bare = { PATH: folder, EVOSYNC_CACHE: folder, MARIADBD: '', TEMPORAL_CLI: '', CHROMIUM: '', ...env };
    Object.assign(process.env, bare);
    globalThis.fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND') }));
    try {
      return await work();
    } finally {
      for (const name of Object.keys(bare)) restore(name, realEnv[name]);
      globalThis.fetch = realFetch;
    }
  });
}

describe('what is missing on a machine', () => {
  it('without MariaDB and apt: install it or set DATABASE_URL', async () => {
    const error = await onBareMachine({}, () => setupFailure(() => findMariadb(silent, [])));
    expect(error.code).to.equal('mariadb.not_found');
    expect(error.message).to.contain('no apt-get');
    expect(error.remedy).to.contain('DATABASE_URL').and.to.contain('apt-get install').and.to.contain('brew install');
  });

  it('a MARIADBD that is no MariaDB is not passed over in silence', async () => {
    const error = await onBareMachine({ MARIADBD: process.execPath }, () => setupFailure(() => findMariadb(silent)));
    expect(error.code).to.equal('mariadb.bad_choice');
    expect(error.message).to.contain(process.execPath);
  });

  it('without Temporal, network and Go: each way is named with its reason', async () => {
    const said: string[] = [];
    const error = await onBareMachine({}, () => setupFailure(() => findTemporal(line => said.push(line), [])));
    expect(error.code).to.equal('temporal.not_found');
    expect(error.message).to.contain('ENOTFOUND').and.to.contain('Go is not installed');
    expect(error.remedy).to.contain('Go 1.26').and.to.contain('TEMPORAL_CLI').and.to.contain('TEMPORAL_ADDRESS');
    expect(said.join('\n')).to.contain('trying the next way');
  });

  it('a TEMPORAL_CLI that is something else is not passed over in silence', async () => {
    const error = await onBareMachine({ TEMPORAL_CLI: process.execPath }, () =>
      setupFailure(() => findTemporal(silent)),
    );
    expect(error.code).to.equal('temporal.bad_choice');
  });

  it('without Chromium: install it or point CHROMIUM at one', async () => {
    const error = await onBareMachine({}, () => setupFailure(() => findChromium(silent)));
    expect(error.code).to.equal('chromium.not_found');
    expect(error.remedy).to.contain('CHROMIUM');
  });
});
