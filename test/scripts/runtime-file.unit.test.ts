import { expect } from 'chai';
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { readRuntime, removeRuntime, runtimePath, writeRuntime } from '../../scripts/setup/runtime-file.mjs';
import { inScratch } from './fixtures/scratch.js';

const runtime = { supervisorPid: 1, supervisorStartTime: '1@x', startedAt: '2026-01-01T00:00:00Z', children: [] };

describe('runtime.json', () => {
  it('is for its owner only, even if it was not before', async () => {
    await inScratch(folder => {
      writeFileSync(runtimePath(folder), '{}', { mode: 0o644 });
      writeRuntime(folder, { ...runtime, databaseUrl: 'mariadb://user:secret@127.0.0.1:1/x' });
      expect(statSync(runtimePath(folder)).mode & 0o777).to.equal(0o600);
      expect(readdirSync(folder)).to.deep.equal(['runtime.json']);
    });
  });

  it('is replaced as a whole: an open reader keeps the old text, no reader sees half', async () => {
    await inScratch(folder => {
      writeRuntime(folder, runtime);
      const before = statSync(runtimePath(folder)).ino;
      writeRuntime(folder, { ...runtime, webUrl: 'http://localhost:1' });
      expect(statSync(runtimePath(folder)).ino).not.to.equal(before);
      expect(JSON.parse(readFileSync(runtimePath(folder), 'utf8'))).to.have.property('webUrl', 'http://localhost:1');
    });
  });

  it('missing or broken, it says nothing', async () => {
    await inScratch(folder => {
      expect(readRuntime(folder)).to.equal(undefined);
      writeFileSync(runtimePath(folder), '{"supervisorPid":');
      expect(readRuntime(folder)).to.equal(undefined);
      removeRuntime(folder);
      expect(readdirSync(folder)).to.deep.equal([]);
    });
  });
});
