#!/usr/bin/env node
/**
 * `npm run chaos`: whole runs on real servers that are killed and starved on the way, then the shop compared field by field.
 * `-- --seed N`, `--only NAME[,NAME]`, `--short`, `--json`; see `chaos/README.md`.
 */
import { findMariadb } from './setup/mariadb/find-mariadb.mjs';
import { findTemporal } from './setup/temporal/find-temporal.mjs';
import { runEntryPoint } from './setup/entry-point.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { toStderr as log } from './setup/progress.mjs';

await runEntryPoint(async life => {
  await ensureNodeModules();
  await Promise.all([findMariadb(log), findTemporal(log)]);
  const { register } = await import('tsx/esm/api');
  register();
  const { runChaos } = await import('../chaos/main.ts');
  return runChaos(life, process.argv.slice(2));
});
