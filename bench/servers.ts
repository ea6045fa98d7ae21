import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { projectRoot } from '../src/config/project-root.js';

/** The servers of `TEST_DATABASE_URL` and `TEST_TEMPORAL_ADDRESS`, or throw-away ones; answers how to end them. */
export async function withServers(): Promise<() => Promise<void>> {
  if (process.env['TEST_DATABASE_URL'] !== undefined && process.env['TEST_TEMPORAL_ADDRESS'] !== undefined)
    return () => Promise.resolve();
  const child = spawn(process.execPath, ['scripts/dev-servers.mjs'], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, 'line'),
    gone.then(([code]) => Promise.reject(new Error(`the servers did not start, exit code ${String(code)}`))),
  ])) as [string];
  const addresses = JSON.parse(line) as { databaseUrl: string; temporalAddress: string };
  process.env['TEST_DATABASE_URL'] = addresses.databaseUrl;
  process.env['TEST_TEMPORAL_ADDRESS'] = addresses.temporalAddress;
  return async () => {
    child.kill('SIGTERM');
    await gone;
  };
}
