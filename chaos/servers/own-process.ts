import { setTimeout as pause } from 'node:timers/promises';
import { spawnServer } from '../../scripts/setup/process/server-process.mjs';
import { NODE_ENVIRONMENT, NODE_FLAGS } from '../../scripts/setup/supervise/node-flags.mjs';
import { projectRoot } from '../../src/config/project-root.js';
import { killHard } from './kill-hard.js';

/** A Node program of ours in a process of its own; it ends with the run, however the run ends. */
export interface OwnProcess {
  readonly pid: number;
  readonly output: () => string;
  /** How it ended, in words; never rejects. */
  readonly exited: Promise<string>;
  /** `kill -9`. */
  kill(): Promise<void>;
  end(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const GRACE_MS = 25_000;

export interface ProcessOrder {
  /** TypeScript file of the project, or a compiled one, with its arguments. */
  readonly script: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly logFile: string;
  /** What it prints once it serves. */
  readonly ready: RegExp;
}

/** Starts it and waits until it is ready; fails with the end of its log. */
export async function startOwnProcess({ script, env, logFile, ready }: ProcessOrder): Promise<OwnProcess> {
  const loader = script[0]?.endsWith('.ts') === true ? ['--import', 'tsx'] : [];
  const server = spawnServer(process.execPath, [...NODE_FLAGS, ...loader, ...script], {
    cwd: projectRoot,
    env: {
      ...NODE_ENVIRONMENT,
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      TMPDIR: process.env['TMPDIR'],
      ...env,
    },
    logFile,
    diesWithParent: true,
  });
  const deadline = performance.now() + READY_WITHIN_MS;
  while (!ready.test(server.output())) {
    if (server.hasExited() || performance.now() > deadline) {
      await killHard(server);
      throw new Error(`${script.join(' ')} did not become ready:\n${server.output().slice(-3000)}`);
    }
    await pause(30);
  }
  return {
    pid: server.pid,
    output: server.output,
    exited: server.exited,
    kill: () => killHard(server),
    end: () => server.end(GRACE_MS),
  };
}
