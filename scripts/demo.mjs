#!/usr/bin/env node
/**
 * `npm run demo`: EvoSync with a make-believe till and shop, and a merchant who has just connected them.
 * `-- --once` syncs to the end, prints one JSON object and stops; `--port N`; `--fresh` forgets the earlier demo.
 */
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { appCommand, mustSucceed } from './setup/app-command.mjs';
import { readAppSettings } from './setup/app-settings.mjs';
import { build } from './setup/build.mjs';
import { demoEnvironment, demoLogin } from './setup/demo/demo-environment.mjs';
import { ensureDemoMerchant, linkWebhooks, MERCHANT } from './setup/demo/demo-merchant.mjs';
import { readDemoOptions } from './setup/demo/demo-options.mjs';
import { demoReport, isSuccess, vkFigures } from './setup/demo/demo-report.mjs';
import { startSandbox } from './setup/demo/demo-sandbox.mjs';
import { welcome } from './setup/demo/welcome.mjs';
import { fetchServers } from './setup/embedded-servers.mjs';
import { explain, runEntryPoint } from './setup/entry-point.mjs';
import { ensureNodeModules } from './setup/node-modules.mjs';
import { secondsSince, step, timed, toStderr as log } from './setup/progress.mjs';
import { runApp } from './setup/run-app.mjs';
import { Supervisor } from './setup/supervise.mjs';
import { chooseWebPort } from './setup/web-port.mjs';

const FIRST_SYNC_SECONDS = 900;

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
  if (options.fresh) forget(settings.dataDir);

  const port = await chooseWebPort(options.port, log);
  const login = demoLogin(settings.dataDir);
  const sandbox = await timed(times, 'sandbox', () => startSandbox(supervisor, log));
  const env = demoEnvironment({ sandboxUrl: sandbox.url, port, login });
  const app = await runApp({ supervisor, settings, port, env, logToFiles: true, log, times });
  const merchant = await sandbox.merchant(MERCHANT);
  const { after, setUp } = { after: await lastCall(sandbox), setUp: () => ensureDemoMerchant({ env: app.appEnv, login, merchant }) };
  await step(log, 'merchant: connecting the till and the shop', () => timed(times, 'merchant', setUp), () => 'the demo merchant is connected');
  await linkWebhooks({ sandbox, login, webUrl: app.webUrl, log });

  const run = ['sync:run', '--user', login.email, '--json'];
  if (!options.once) {
    await mustSucceed(run, { env: app.appEnv });
    log(`\n${welcome({ ...app, login, merchant, dataDir: settings.dataDir })}\n`);
    return Promise.race([life.serve(), supervisor.failed.then(giveUp)]);
  }
  const sync = () => appCommand([...run, '--wait'], { env: app.appEnv, timeoutSeconds: FIRST_SYNC_SECONDS });
  const { json: job, stderr } = await step(log, 'sync: filling the shop', () => timed(times, 'sync', sync), ({ json }) => `sync: ${json['status']}`);
  const visible = await countVisible(sandbox);
  const vk = vkFigures(await sandbox.call('GET', '/stats'), await callsSince(sandbox, after), Number(job['created'] ?? 0));
  const report = demoReport({ job, visible, url: app.webUrl, elapsedSeconds: secondsSince(startedAt), setupSeconds: times, vk });
  process.stdout.write(`${JSON.stringify(report)}\n`);
  if (isSuccess({ job, visible })) return 0;
  log(`✗ The sync did not succeed: ${job['reason'] ?? stderr.trim().split('\n').slice(-3).join(' | ')}`);
  return 1;
});

/** @param {Error} error */
function giveUp(error) {
  explain(error);
  return 1;
}
