import { expect } from 'chai';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillCacheEntry } from '../../scripts/setup/cache-folder.mjs';
import { SetupError } from '../../scripts/setup/setup-error.mjs';
import { setupFailure } from './fixtures/failure.js';
import { inScratch } from './fixtures/scratch.js';

const options = {
  log: () => undefined,
  what: 'the tool',
  isGood: (folder: string) => Promise.resolve(existsSync(join(folder, 'complete'))),
};
const write = (text: string) => (draft: string) => {
  writeFileSync(join(draft, 'complete'), text);
  return Promise.resolve();
};

describe('the cache', () => {
  it('a half entry is not used but filled anew, and drafts of killed runs go', async () => {
    await inScratch(async cache => {
      const entry = join(cache, 'tool-1.0');
      mkdirSync(entry);
      writeFileSync(join(entry, 'half'), '');
      mkdirSync(`${entry}.draft-killed`);
      await fillCacheEntry(entry, { ...options, fill: write('new') });
      expect(readdirSync(entry)).to.deep.equal(['complete']);
      expect(readdirSync(cache)).to.deep.equal(['tool-1.0']);
    });
  });

  it('an entry that another run has filled meanwhile is taken as it is', async () => {
    await inScratch(async cache => {
      const entry = join(cache, 'tool-1.0');
      await Promise.all([
        fillCacheEntry(entry, { ...options, fill: write('first') }),
        fillCacheEntry(entry, { ...options, fill: write('second') }),
      ]);
      expect(readFileSync(join(entry, 'complete'), 'utf8')).to.equal('first');
    });
  });

  it('what fails in the middle leaves nothing, and a full disk is said in words', async () => {
    await inScratch(async cache => {
      const entry = join(cache, 'tool-1.0');
      const fill = () => Promise.reject(Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' }));
      const error = await setupFailure(() => fillCacheEntry(entry, { ...options, fill }));
      expect(error).to.be.instanceOf(SetupError).with.property('code', 'disk.full');
      expect(readdirSync(cache)).to.deep.equal([]);
    });
  });
});
