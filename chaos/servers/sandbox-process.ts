import { join } from 'node:path';
import { startOwnProcess, type OwnProcess } from './own-process.js';

/** The two vendors in a process of their own, without merchants; `url` is what everything else of it hangs on. */
export async function startSandboxProcess(
  folder: string,
  seed: number,
): Promise<{ readonly url: string; readonly process: OwnProcess }> {
  const sandbox = await startOwnProcess({
    script: ['sandbox/main.ts'],
    env: { SANDBOX_SCENARIO: 'none', SANDBOX_SEED: String(seed), SANDBOX_PREVIEWS: '0' },
    logFile: join(folder, 'sandbox.log'),
    ready: /"ready":true/,
  });
  const line = sandbox
    .output()
    .split('\n')
    .find(text => text.includes('"ready":true'));
  return { url: (JSON.parse(line ?? '{}') as { url: string }).url, process: sandbox };
}
