import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { until } from './until.js';

/** One of our programs as a process of its own. */
export interface Program {
  /** All it said so far, both streams. */
  said(): string;
  /** Waits until it says so. */
  says(what: RegExp, timeoutMs?: number): Promise<string>;
  /** Its exit code; `null` when a signal ended it. */
  readonly exit: Promise<number | null>;
  /** SIGTERM, as a supervisor sends it; answers the exit code. */
  stop(): Promise<number | null>;
  kill(): void;
}

/** Starts a Node program from a folder, with nothing of this process's settings. */
export function runNode(
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
  /** `full`: what it says goes to a disk without room. */
  log: 'read' | 'full' = 'read',
): Program {
  const { PATH = '', HOME = '', TMPDIR } = process.env;
  const full = log === 'full' ? openSync('/dev/full', 'w') : 'pipe';
  const child: ChildProcess = spawn(process.execPath, [...args], {
    cwd,
    env: { PATH, HOME, ...(TMPDIR === undefined ? {} : { TMPDIR }), ...environment },
    stdio: log === 'read' ? ['ignore', 'pipe', 'pipe'] : ['ignore', full, full],
  });
  if (typeof full === 'number') closeSync(full);
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    said: () => said,
    async says(what, timeoutMs = 30_000) {
      await until(`${String(what)} from ${args.join(' ')}`, () => what.test(said) || isOver(), timeoutMs).catch(
        (error: unknown) => {
          throw new Error(`${String(error)}; it said:\n${said.slice(-3000)}`);
        },
      );
      if (!what.test(said)) throw new Error(`it ended before ${String(what)}:\n${said.slice(-3000)}`);
      return said;
    },
    exit,
    stop() {
      child.kill('SIGTERM');
      return exit;
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
