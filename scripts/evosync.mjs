#!/usr/bin/env node
/** `npx evosync …`: brings packages and build up to date without a word, then hands over to the app's command line. */
import { spawn } from 'node:child_process';
import { COMMAND_LINE } from './setup/app-command.mjs';
import { build } from './setup/build.mjs';
import { explain } from './setup/entry-point.mjs';
import { findMariadbClient } from './setup/mariadb/find-mariadb-client.mjs';
import { ensureNodeModules, hasNodeModules } from './setup/node-modules.mjs';
import { toNowhere, toStderr } from './setup/progress.mjs';
import { inProject } from './setup/project-root.mjs';

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const WRONG_START = 1;
/** Commands that MariaDB's own programs do a part of. */
const WITH_CLIENT = ['backup', 'restore'];
/** @type {Record<string, string>} */
let client = {};

try {
  await ensureNodeModules({ log: hasNodeModules() ? toNowhere : toStderr });
  await build({ log: toNowhere });
  if (WITH_CLIENT.includes(process.argv[2] ?? '')) {
    const found = await findMariadbClient(toStderr);
    client = { MARIADB_DUMP: found.dump, MARIADB_CLIENT: found.client, ...found.env };
  }
} catch (error) {
  explain(error);
  process.exit(WRONG_START);
}
const args = ['--enable-source-maps', inProject(COMMAND_LINE), ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...client } });
for (const signal of SIGNALS) {
  const comesByTerminal = signal === 'SIGINT' && process.stdin.isTTY; // Ctrl-C reaches the child by itself
  process.on(signal, () => void (comesByTerminal || child.kill(signal)));
}
child.once('exit', (code, signal) => {
  for (const name of SIGNALS) process.removeAllListeners(name);
  if (signal) process.kill(process.pid, signal);
  else process.exitCode = code ?? WRONG_START;
});
