import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from './app.js';
import { loadScenario } from './catalogues/scenarios.js';
import { parseFaultScript } from './control/fault-schemas.js';
import { withDefaults, type SandboxOptions } from './options.js';
import { Sandbox } from './sandbox.js';
import { playAction } from './script/play-action.js';
import { Clock } from './world/clock.js';
import { FaultBook } from './world/faults.js';
import { Journal } from './world/journal.js';
import { PhotoStore } from './world/photo-store.js';
import { Random } from './world/random.js';
import { loadState, StateFile } from './world/state-file.js';
import { Traffic } from './world/traffic.js';
import { emptyWorld } from './world/world.js';

/** A sandbox that listens; the addresses are what a client would be configured with. */
export interface RunningSandbox {
  url: string;
  evotorUrl: string;
  vkUrl: string;
  vkIdUrl: string;
  /** For tests in the same process; other programs use the control API. */
  sandbox: Sandbox;
  /** Stops listening, cuts open connections, saves the state. */
  close(): Promise<void>;
}

/** Starts a sandbox of its own world; several may run in one process. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  const settings = withDefaults(options);
  const stored = settings.stateDir === undefined ? undefined : await loadState(settings.stateDir);
  const clock = new Clock(stored?.clockOffsetMs);
  const sandbox = new Sandbox({
    options: settings,
    clock,
    world: stored?.world ?? emptyWorld(),
    // The serial is mixed in so that a restarted sandbox does not repeat its earlier secrets.
    random: new Random(settings.seed + (stored?.world.serial ?? 0)),
    faults: new FaultBook(settings.seed, () => clock.now()),
    journal: new Journal(),
    traffic: new Traffic(),
    photos: await PhotoStore.open(settings.stateDir),
  });
  sandbox.playAction = (action, context) => playAction(sandbox, action, context);
  for (const name of settings.scenarios) if (!sandbox.world.merchants.has(name)) loadScenario(sandbox, name);

  for (const rule of settings.faults === undefined ? [] : parseFaultScript(settings.faults)) sandbox.faults.add(rule);

  let stateFile: StateFile | undefined;
  if (settings.stateDir !== undefined) {
    const file = new StateFile(settings.stateDir, () => ({
      world: sandbox.world,
      clockOffsetMs: sandbox.clock.offsetMs,
    }));
    stateFile = file;
    sandbox.onChange = () => file.touch();
    file.touch();
  }

  const server = createServer(createApp(sandbox));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(settings.port, settings.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://${settings.host.includes(':') ? `[${settings.host}]` : settings.host}:${port}`;
  sandbox.baseUrl = url;

  return {
    url,
    evotorUrl: `${url}/evotor`,
    vkUrl: `${url}/vk`,
    vkIdUrl: `${url}/vkid`,
    sandbox,
    async close() {
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
      await stateFile?.close();
      await sandbox.photos.close();
    },
  };
}
