import { spawn } from 'node:child_process';
import { projectRoot } from '../../src/config/project-root.js';

/** Runs a command of the command line with something on its standard input; answers all it said, both streams. */
export function runCli(
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
  stdin: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/main/cli.ts', ...args], {
      cwd: projectRoot,
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], ...environment },
    });
    let said = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text));
    child.once('error', reject).once('close', () => resolve(said));
    // A command that refuses its arguments ends before it has read anything.
    child.stdin.on('error', () => undefined).end(stdin);
  });
}
