import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { AppError } from '../../domain/errors.js';

/** Characters of what a program said that are kept for the operator. */
const KEPT_CHARS = 400;

/** One of MariaDB's programs at work. */
export interface RunningProgram {
  readonly child: ChildProcessWithoutNullStreams;
  /** Resolves when it ended well. @throws AppError BACKUP.NO_PROGRAM, or `failed` with its last words */
  readonly ended: Promise<void>;
}

/** Starts a program; `failed` is the code of its failure. */
export function startProgram(
  program: string,
  args: readonly string[],
  failed: 'BACKUP.FAILED' | 'RESTORE.FAILED',
  signal?: AbortSignal,
): RunningProgram {
  const child = spawn(program, [...args], { stdio: ['pipe', 'pipe', 'pipe'], ...(signal ? { signal } : {}) });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-KEPT_CHARS)));
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', error => {
      const isMissing = 'code' in error && (error.code === 'ENOENT' || error.code === 'EACCES');
      if (isMissing) reject(new AppError('unavailable', 'BACKUP.NO_PROGRAM', { program }));
      else reject(new AppError('unavailable', failed, { reason: error.message }, { cause: error }));
    });
    child.once('close', (code, by) => {
      if (code === 0) resolve();
      else
        reject(
          new AppError('unavailable', failed, { reason: lastWords(said) || `it ended with ${code ?? by ?? '?'}` }),
        );
    });
  });
  // Whoever waits for it hears of it; until then it is no unhandled rejection.
  ended.catch(() => undefined);
  return { child, ended };
}

const lastWords = (text: string): string => text.trim().split('\n').slice(-2).join(' ');
