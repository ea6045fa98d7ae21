#!/usr/bin/env node
/**
 * `npm start`: everything that EvoSync needs, on this machine, until Ctrl-C. With `-- --servers-only` database and Temporal
 * alone, so that nobody writes while a backup is put back.
 */
import { mustSucceed } from './setup/app-command.mjs';
import { loadDotEnv, readAppSettings } from './setup/app-settings.mjs';
import { build } from './setup/build.mjs';
import { fetchServers, startServers } from './setup/embedded-servers.mjs';
import { runEntryPoint, serveUntilFailure } from './setup/entry-point.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { secondsSince, toStderr as log } from './setup/progress.mjs';
import { runApp } from './setup/run-app.mjs';
import { Supervisor } from './setup/supervise.mjs';
import { chooseWebPort } from './setup/web-port.mjs';

await runEntryPoint(async life => {
  const startedAt = performance.now();
  await ensureNodeModules();
  loadDotEnv();
  const settings = readAppSettings(process.env);
  await build();
  await mustSucceed(['config:check'], { env: process.env });
  await fetchServers(settings, log);
  const supervisor = await Supervisor.claim(settings.dataDir);
  life.defer(() => supervisor.stop());
  life.onHurry(() => supervisor.kill());
  if (process.argv.includes('--servers-only')) {
    await startServers(supervisor, settings, log);
    log(
      `\nDatabase and Temporal run, site and worker do not: for \`evosync restore\`.  Data: ${settings.dataDir}  End: Ctrl-C\n`,
    );
    return serveUntilFailure(life, supervisor.failed);
  }
  const port = await chooseWebPort(settings.port, log);
  const app = await runApp({ supervisor, settings, port, env: process.env, logToFiles: false, log });
  log(
    `\nEvoSync runs (${secondsSince(startedAt).toFixed(1)} s).  Site: ${app.webUrl}${app.temporalUiUrl ? `  Temporal: ${app.temporalUiUrl}` : ''}`,
  );
  log(`Data: ${settings.dataDir}  End: Ctrl-C\n`);
  return serveUntilFailure(life, supervisor.failed);
});
