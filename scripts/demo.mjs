#!/usr/bin/env node
/**
 * `npm run demo`: EvoSync with a make-believe till and shop, and a merchant who has just connected them.
 * `-- --once` syncs to the end, prints one JSON object and stops; `--port N`; `--fresh` forgets the earlier demo.
 */
import { join } from 'node:path';
import { mustSucceed } from './setup/app-command.mjs';
import { readAppSettings } from './setup/app-settings.mjs';
import { build } from './setup/build.mjs';
import { demoEnvironment, demoLogin } from './setup/demo/demo-environment.mjs';
import { connectDemoMerchant, MERCHANT, syncCommand } from './setup/demo/demo-merchant.mjs';
import { syncOnce } from './setup/demo/demo-once.mjs';
import { readDemoOptions } from './setup/demo/demo-options.mjs';
import { startSandbox } from './setup/demo/demo-sandbox.mjs';
import { welcome } from './setup/demo/welcome.mjs';
import { fetchServers } from './setup/embedded-servers.mjs';
import { runEntryPoint, serveUntilFailure } from './setup/entry-point.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { step, timed, toStderr as log } from './setup/progress.mjs';
import { runApp } from './setup/run-app.mjs';
import { Supervisor } from './setup/supervise.mjs';
import { chooseWebPort } from './setup/web-port.mjs';

await runEntryPoint(async life => {
  const startedAt = performance.now();
  const times = /** @type {Record<string, number>} */ ({});
  const options = readDemoOptions(process.argv.slice(2));
  await timed(times, 'packages', () => ensureNodeModules());
  const settings = readAppSettings({ ...process.env, PORT: '' }, join('.data', 'demo'));
  await timed(times, 'fetch', () => fetchServers(settings, log));
  await timed(times, 'build', () => build());
  const supervisor = await Supervisor.claim(settings.dataDir);
  life.defer(() => supervisor.stop());
  life.onHurry(() => supervisor.kill());
  if (options.fresh) supervisor.forgetData();

  const port = await chooseWebPort(options.port, log);
  const login = demoLogin(settings.dataDir);
  const sandbox = await timed(times, 'sandbox', () => startSandbox(supervisor, log));
  const demoEnv = demoEnvironment({ sandboxUrl: sandbox.url, port });
  const {
    appEnv: env,
    webUrl,
    temporalUiUrl,
  } = await runApp({ supervisor, settings, port, env: demoEnv, logToFiles: true, log, times });
  const demo = { env, login, sandbox };
  const connect = () => timed(times, 'merchant', () => connectDemoMerchant(demo));
  const connected = () => 'the demo merchant is connected';
  await step(log, 'merchant: connecting the till and the shop', connect, connected);
  if (options.once) return syncOnce(demo, { webUrl, startedAt, times, log });

  await mustSucceed(syncCommand(demo), { env });
  const merchant = await sandbox.merchant(MERCHANT);
  log(`\n${welcome({ webUrl, temporalUiUrl, login, merchant, dataDir: settings.dataDir })}\n`);
  return serveUntilFailure(life, supervisor.failed);
});
