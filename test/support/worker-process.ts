import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { projectRoot } from '../../src/config/project-root.js';

/** A worker as in production: a process of its own, which can be killed. */
export interface WorkerProcess {
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/** Starts `src/main/worker.ts` and waits until it polls its queues. */
export async function startWorkerProcess(environment: Readonly<Record<string, string>>): Promise<WorkerProcess> {
  // Schedules on the shared server would start the merchants of other tests.
  const program = ['--import', 'tsx', 'src/main/worker.ts', '--without-schedules'];
  const child: ChildProcess = spawn(process.execPath, program, {
    cwd: projectRoot,
    env: { ...process.env, ...environment, LOG_LEVEL: 'info' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const gone = once(child, 'exit');
  let said = '';
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        said = (said + text).slice(-4000);
        if (said.includes('worker is polling')) resolve();
      });
    child.once('exit', code => reject(new Error(`the worker ended with ${code}: ${said}`)));
  });
  return {
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
