import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import session from 'express-session';
import { createApp } from '../../src/web/app.js';
import type { WebConfig } from '../../src/web/web-deps.js';
import type { FakeServices } from './fake-services.js';
import { createFakeServices } from './fake-services.js';
import { NOW } from './fake-connections.js';

export interface TestSite {
  readonly app: Express;
  readonly services: FakeServices;
  readonly logs: { level: string; message: string; meta: unknown }[];
  readonly clock: { now(): Date; time: Date };
}

/** The real site, every guard on, over fakes; only the clock stands still. */
export function buildTestSite(
  config: Partial<WebConfig> = {},
  services = createFakeServices(),
  sessionStore: session.Store = new session.MemoryStore(),
): TestSite {
  const logs: TestSite['logs'] = [];
  const clock = { time: NOW, now: () => clock.time };
  const app = createApp({
    services,
    config: { baseUrl: 'http://localhost', secretKeys: ['test-secret'], trustProxy: 0, isSecure: false, ...config },
    sessionStore,
    logger: { log: (level, message, meta) => logs.push({ level, message, meta }) },
    clock,
  });
  return { app, services, logs, clock };
}

/** Listens on a free port of this machine. */
export function listen(app: Express, port = 0): Promise<{ url: string; close: () => Promise<void> }> {
  return new Promise((resolve, reject) => {
    const server: Server = app.listen(port, '127.0.0.1', error => {
      if (error !== undefined) return reject(error);
      const close = (): Promise<void> =>
        new Promise((done, fail) => {
          server.close(closing => (closing === undefined ? done() : fail(closing)));
          server.closeAllConnections();
        });
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close });
    });
  });
}
