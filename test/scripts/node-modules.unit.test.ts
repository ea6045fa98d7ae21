import { expect } from 'chai';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureNodeModules } from '../../scripts/setup/node-modules.mjs';
import { setupFailure } from './fixtures/failure.js';
import { inScratch } from './fixtures/scratch.js';

const lock = (version: string) => ({
  packages: {
    '': { name: 'project' },
    'node_modules/a': { version, integrity: `sha512-${version}` },
    'node_modules/for-another-system': { version: '1.0.0', integrity: 'sha512-x', optional: true },
  },
});
const installed = (version: string) => ({ packages: { 'node_modules/a': lock(version).packages['node_modules/a'] } });

/** A project whose npm notes its call and then fails as if offline. */
async function withProject(
  work: (project: { root: string; ensure: () => Promise<void>; npmWasCalled: () => boolean }) => Promise<void>,
) {
  const realPath = process.env['PATH'];
  await inScratch(async root => {
    const bin = join(root, 'bin');
    mkdirSync(bin);
    mkdirSync(join(root, 'node_modules'));
    writeFileSync(
      join(bin, 'npm'),
      `#!/bin/sh\necho "$@" > ${root}/called\necho "npm error code ENOTFOUND" >&2\nexit 1\n`,
      { mode: 0o755 },
    );
    process.env['PATH'] = `${bin}:${String(realPath)}`;
    try {
      const ensure = () => ensureNodeModules({ root, log: () => undefined });
      await work({ root, ensure, npmWasCalled: () => existsSync(join(root, 'called')) });
    } finally {
      process.env['PATH'] = realPath;
    }
  });
}

describe('installed packages', () => {
  it('that fit the lock file are left alone, those of other systems are not missed', async () => {
    await withProject(async ({ root, ensure, npmWasCalled }) => {
      writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock('1.0.0')));
      writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify(installed('1.0.0')));
      await ensure();
      await ensure();
      expect(npmWasCalled()).to.equal(false);
    });
  });

  it('that do not fit are installed anew; offline this is said in words and tried again next time', async () => {
    await withProject(async ({ root, ensure, npmWasCalled }) => {
      writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lock('2.0.0')));
      writeFileSync(join(root, 'node_modules/.package-lock.json'), JSON.stringify(installed('1.0.0')));
      expect((await setupFailure(ensure)).code).to.equal('npm.offline');
      expect(npmWasCalled()).to.equal(true);
      expect(readFileSync(join(root, 'called'), 'utf8')).to.match(/^ci /);
      expect((await setupFailure(ensure)).remedy).to.contain('network');
    });
  });

  it('without a lock file nothing is guessed', async () => {
    await withProject(async ({ ensure }) => {
      expect((await setupFailure(ensure)).code).to.equal('npm.no_lock');
    });
  });
});
