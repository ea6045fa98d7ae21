import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findExecutable } from '../process/find-executable.mjs';
import { lastWords, runCommand } from '../process/run-command.mjs';
import { withHeartbeat } from '../progress.mjs';
import { explainOutput } from '../setup-error.mjs';

const MODULE = fileURLToPath(new URL('../../../temporal/server/', import.meta.url));
const PACKAGE = 'github.com/temporalio/cli/cmd/temporal';
const VERSION_VARIABLE = 'github.com/temporalio/cli/internal/temporalcli.Version';
const OLDEST_GO_MINOR = 21; // from 1.21 on, Go fetches by itself the newer release that go.mod asks for

/** The version of the Temporal CLI that `temporal/server/go.mod` pins. */
export function pinnedCliVersion() {
  const version = /github\.com\/temporalio\/cli v(\S+)/.exec(readFileSync(join(MODULE, 'go.mod'), 'utf8'))?.[1];
  if (!version) throw new Error('temporal/server/go.mod names no version of github.com/temporalio/cli');
  return version;
}

/**
 * Builds the Temporal CLI with Go: about four minutes on two cores, once.
 * @param {string} folder
 * @param {import('../progress.mjs').Log} log
 * @param {readonly string[]} goFolders where Go is looked for besides PATH
 */
export async function buildTemporal(folder, log, goFolders) {
  const go = findExecutable(['go'], goFolders);
  if (!go) throw new Error('Go is not installed');
  const version = await runCommand(go, ['version'], { cwd: folder, env: goEnv(), timeoutSeconds: 30 });
  const minor = Number(/go1\.(\d+)/.exec(version.stdout)?.[1] ?? 0);
  if (minor < OLDEST_GO_MINOR) throw new Error(`Go 1.${OLDEST_GO_MINOR} or newer is needed, this is 1.${minor}`);
  await run(log, 'fetching its source', 600, go, ['mod', 'download']);
  const linker = `-s -w -X ${VERSION_VARIABLE}=${pinnedCliVersion()}`;
  const args = ['build', '-mod=readonly', '-trimpath', '-ldflags', linker, '-o', join(folder, 'temporal'), PACKAGE];
  await run(log, 'building it', 1800, go, args);
}

/**
 * @param {import('../progress.mjs').Log} log
 * @param {string} doing
 * @param {number} timeoutSeconds
 * @param {string} go
 * @param {string[]} args
 */
async function run(log, doing, timeoutSeconds, go, args) {
  const line = (/** @type {number} */ seconds) => `  Temporal: still ${doing}, ${seconds} s so far…`;
  const options = { cwd: MODULE, env: goEnv(), timeoutSeconds };
  const result = await withHeartbeat(log, 15, line, () => runCommand(go, args, options));
  if (result.status === 0) return;
  throw explainOutput(result.stderr, 'building Temporal') ?? new Error(`${doing} with Go failed: ${lastWords(result)}`);
}

/** A build for this machine, whatever the person's Go settings aim at. */
function goEnv() {
  const { GOOS: _os, GOARCH: _arch, ...env } = process.env;
  return { ...env, CGO_ENABLED: '0', GOWORK: 'off' };
}
