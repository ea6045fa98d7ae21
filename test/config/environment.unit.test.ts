import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { ConfigError } from '../../src/config/config-error.js';
import { readEnvironment } from '../../src/config/load-env-file.js';
import { findProjectRoot } from '../../src/config/project-root.js';

describe('the environment of a process', () => {
  const GIVEN = 'EVOSYNC_UNIT_TEST_GIVEN';
  const FROM_FILE = 'EVOSYNC_UNIT_TEST_FROM_FILE';
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'evosync-env-'));
    process.env[GIVEN] = 'environment';
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
    delete process.env[GIVEN];
    delete process.env[FROM_FILE];
  });

  it('is completed by the file, which never wins', () => {
    const path = join(folder, '.env');
    writeFileSync(path, `${GIVEN}=file\n${FROM_FILE}=file\n`);
    expect(readEnvironment(path)).to.include({ [GIVEN]: 'environment', [FROM_FILE]: 'file' });
  });

  it('does without a file', () => {
    expect(readEnvironment(join(folder, 'none'))).to.include({ [GIVEN]: 'environment' });
  });

  it('says so when the file cannot be read', () => {
    expect(() => readEnvironment(folder)).to.throw(ConfigError, 'cannot be read');
  });

  it('finds the project from sources and from the built program alike', () => {
    writeFileSync(join(folder, 'package.json'), '{}');
    for (const place of ['src/config', 'dist/src/config']) {
      mkdirSync(join(folder, place), { recursive: true });
      expect(findProjectRoot(pathToFileURL(join(folder, place, 'x.js')).href)).to.equal(folder);
    }
  });
});
