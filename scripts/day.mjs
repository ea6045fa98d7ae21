#!/usr/bin/env node
/**
 * `npm run day`: a day of the service in ten minutes, with everything that can go wrong in it; then every shop is compared
 * with its till. `-- --minutes N`, `--merchants N`, `--seed N`, `--keep`, `--json`.
 */
import { build } from './setup/build.mjs';
import { runEntryPoint } from './setup/entry-point.mjs';
import { findMariadb } from './setup/mariadb/find-mariadb.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { toStderr as log } from './setup/progress.mjs';
import { findTemporal } from './setup/temporal/find-temporal.mjs';

await runEntryPoint(async () => {
  await ensureNodeModules();
  await build();
  await Promise.all([findMariadb(log), findTemporal(log)]);
  const { register } = await import('tsx/esm/api');
  register();
  const { runDay } = await import('../chaos/day/main.ts');
  return runDay(process.argv.slice(2));
});
