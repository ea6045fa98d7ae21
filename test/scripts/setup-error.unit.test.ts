import { expect } from 'chai';
import { requireFreeSpace } from '../../scripts/setup/disk-space.mjs';
import { requireNode, explainNpm } from '../../scripts/setup/node-modules.mjs';
import { SetupError, explainOutput, explainSystemError } from '../../scripts/setup/setup-error.mjs';
import { setupFailure } from './fixtures/failure.js';

const systemError = (code: string) => Object.assign(new Error(code), { code, path: '/somewhere' });

describe('failures of the set-up', () => {
  it('a full disk becomes a sentence with its remedy', () => {
    const error = explainSystemError(systemError('ENOSPC'), 'unpacking MariaDB') as SetupError;
    expect(error).to.be.instanceOf(SetupError).with.property('code', 'disk.full');
    expect(error.message).to.equal('The disk is full while unpacking MariaDB (/somewhere).');
    expect(error.remedy).to.match(/free some space/i);
  });

  it('a read-only folder names the two settings that move the files', () => {
    const error = explainSystemError(systemError('EROFS'), 'starting') as SetupError;
    expect(error.remedy).to.contain('DATA_DIR').and.to.contain('EVOSYNC_CACHE');
  });

  it('other errors are left as they are', () => {
    const error = new TypeError('a mistake of ours');
    expect(explainSystemError(error, 'anything')).to.equal(error);
  });

  it('a full disk is recognised in the words of other programs', () => {
    const said = 'go: writing stat cache: no space left on device';
    expect(explainOutput(said, 'building Temporal')).to.be.instanceOf(SetupError).with.property('code', 'disk.full');
    expect(explainOutput('preallocating file ./ib_logfile0 failed with error 28', 'x')).to.have.property(
      'code',
      'disk.full',
    );
    expect(explainOutput('undefined: foo', 'building Temporal')).to.equal(undefined);
  });

  it('too little space is refused before the work begins', async () => {
    const error = await setupFailure(() => requireFreeSpace('/tmp/not/there', 1500, 'building Temporal', () => 120.9));
    expect(error.message).to.equal('Only 120 MB are free in /tmp, but building Temporal needs about 1500 MB.');
    expect(() => requireFreeSpace('/tmp', 1500, 'building Temporal', () => 1500)).not.to.throw();
  });

  it('an old Node is refused, the oldest good one is not', async () => {
    expect((await setupFailure(() => requireNode('20.18.3'))).message).to.contain('needs Node 20.19');
    expect(() => requireNode('20.19.0')).not.to.throw();
    expect(() => requireNode('22.1.0')).not.to.throw();
  });

  it('npm without a network is told from npm with a broken lock file', () => {
    const failed = { status: 1, stdout: '', timedOut: false, missing: false };
    expect(explainNpm({ ...failed, stderr: 'npm error code ENOTFOUND' })).to.have.property('code', 'npm.offline');
    expect(explainNpm({ ...failed, stderr: 'npm error code EUSAGE' })).to.have.property('code', 'npm.lock_differs');
    expect(explainNpm({ ...failed, stderr: 'npm error ENOSPC: no space left on device' })).to.have.property(
      'code',
      'disk.full',
    );
    expect(explainNpm({ ...failed, stderr: 'npm error gyp' })).to.have.property('code', 'npm.failed');
  });
});
