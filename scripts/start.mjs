#!/usr/bin/env node
/** `npm start`: everything that EvoSync needs, on this machine, until Ctrl-C. */
import { mustSucceed } from './setup/app-command.mjs';
import { loadDotEnv, readAppSettings } from './setup/app-settings.mjs';
import { build } from './setup/build.mjs';
import { fetchServers } from './setup/embedded-servers.mjs';
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
  const port = await chooseWebPort(settings.port, log);
  const app = await runApp({ supervisor, settings, port, env: process.env, logToFiles: false, log });
  log(
    `\nEvoSync runs (${secondsSince(startedAt).toFixed(1)} s).  Site: ${app.webUrl}${app.temporalUiUrl ? `  Temporal: ${app.temporalUiUrl}` : ''}`,
  );
  log(`Data: ${settings.dataDir}  End: Ctrl-C\n`);
  return serveUntilFailure(life, supervisor.failed);
});
