import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';

/** How a script of `scripts/` ended. */
export interface ScriptEnd {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `scripts/NAME` with nothing in its environment but what is given. */
export function runScript(
  name: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  user?: { uid: number; gid: number },
): Promise<ScriptEnd> {
  const options = { env: { PATH: process.env['PATH'] ?? '', ...environment }, ...user };
  return new Promise(resolve => {
    execFile(join(projectRoot, 'scripts', name), [...args], options, (error, out, err) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code, out, err });
    });
  });
}
