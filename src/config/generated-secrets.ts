import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Secrets } from './config.js';
import { ConfigError } from './config-error.js';
import { keyList, secretList } from './fields.js';

const FILE_NAME = 'secrets.json';
const fileSchema = z.object({
  secretKey: secretList(16).unwrap().unwrap(),
  tokenEncryptionKey: keyList().unwrap().unwrap(),
});

/**
 * The keys of an installation that was given none, made on first use in `DATA_DIR/secrets.json` (mode 0600).
 * Any number of processes may start together: one of them makes the file, all of them read that one.
 * @throws ConfigError if the file cannot be made or read
 */
export function readGeneratedSecrets(dataDir: string): Secrets {
  const path = join(dataDir, FILE_NAME);
  if (!existsSync(path)) make(dataDir, path);
  return read(path);
}

function make(dataDir: string, path: string): void {
  const draft = join(dataDir, `.${FILE_NAME}.${randomBytes(8).toString('hex')}`);
  const content = {
    secretKey: randomBytes(48).toString('base64url'),
    tokenEncryptionKey: randomBytes(32).toString('base64'),
  };
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });
    // A hard link appears whole or not at all, and fails if another process was first.
    linkSync(draft, path);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw new ConfigError(`cannot make ${path} (${codeOf(error)})`);
  } finally {
    rmSync(draft, { force: true });
  }
}

function read(path: string): Secrets {
  try {
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    const { secretKey, tokenEncryptionKey } = fileSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    return { secretKeys: secretKey, tokenEncryptionKeys: tokenEncryptionKey };
  } catch (error) {
    throw new ConfigError(
      `${path} is not readable or not whole (${codeOf(error)}); restore it from a backup: without it no stored token can be opened`,
    );
  }
}

/** Never the message: for broken JSON it quotes the content. */
function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code);
  return error instanceof Error ? error.name : 'unknown';
}
