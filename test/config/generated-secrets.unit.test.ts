import { execFile } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { ConfigError } from '../../src/config/config-error.js';
import { readGeneratedSecrets } from '../../src/config/generated-secrets.js';
import { projectRoot } from '../../src/config/project-root.js';

describe('generated secrets', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evosync-secrets-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are made once, for this user alone, and leave nothing else behind', () => {
    const dataDir = join(folder, 'new');
    const made = readGeneratedSecrets(dataDir);
    expect(made.tokenEncryptionKeys[0]).to.have.length(32);
    expect(made.secretKeys[0]).to.have.length.greaterThan(60);
    expect(readGeneratedSecrets(dataDir)).to.deep.equal(made);
    expect(readdirSync(dataDir)).to.deep.equal(['secrets.json']);
    expect(statSync(join(dataDir, 'secrets.json')).mode & 0o777).to.equal(0o600);
  });

  it('close a file that others could read', () => {
    readGeneratedSecrets(folder);
    chmodSync(join(folder, 'secrets.json'), 0o644);
    readGeneratedSecrets(folder);
    expect(statSync(join(folder, 'secrets.json')).mode & 0o777).to.equal(0o600);
  });

  it('never replace a broken file, and do not quote it', () => {
    const path = join(folder, 'secrets.json');
    for (const content of ['{"secretKey":"hunter2-hunter2-hunter2"', '{"secretKey":"hunter2"}', '']) {
      writeFileSync(path, content);
      expect(() => readGeneratedSecrets(folder))
        .to.throw(ConfigError, path)
        .that.satisfies((error: Error) => !error.message.includes('hunter2'));
      expect(readFileSync(path, 'utf8')).to.equal(content);
    }
  });

  it('are the same for processes that start together', async () => {
    const code = `import { readGeneratedSecrets } from './src/config/generated-secrets.ts';
      console.log(readGeneratedSecrets(process.argv[1]).secretKeys[0]);`;
    const run = promisify(execFile);
    const args = ['--import', 'tsx', '--input-type=module', '-e', code, '--', join(folder, 'shared')];
    const answers = await Promise.all([1, 2, 3].map(() => run(process.execPath, args, { cwd: projectRoot })));
    expect(new Set(answers.map(answer => answer.stdout.trim())).size).to.equal(1);
    expect(answers[0]?.stdout.trim()).to.have.length.greaterThan(60);
  }).timeout(30_000);
});
