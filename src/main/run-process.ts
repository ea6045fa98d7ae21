import { ConfigError } from '../config/config-error.js';
import { isAppError } from '../domain/errors.js';
import type { Logger } from '../observability/logger.js';
import { scrubText } from '../observability/redact.js';
import { operatorSentence } from '../services/operations/operator-sentence.js';

/**
 * Runs a long-lived process until it is told to end. A failure to start is exit code 1 and a sentence where somebody can
 * do something about it, the whole story otherwise. Told to end while it still starts, it just ends.
 */
export function runProcess(
  start: (ending: Promise<void>) => Promise<{ logger: Logger; close: () => Promise<void> }>,
): void {
  const ending = new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
  // A line that finds its disk full or its reader gone is lost; the work is not.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let isUp = false;
  void ending.then(() => {
    if (!isUp) process.exit(0);
  });
  start(ending).then(
    async ({ logger, close }) => {
      isUp = true;
      await ending;
      logger.info('ending');
      await close();
      process.exit(0);
    },
    (error: unknown) => {
      process.stderr.write(`${startFailure(error)}\n`);
      process.exit(1);
    },
  );
}

/** Why a process could not start, for the terminal. */
export function startFailure(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const sentence = isAppError(error) ? operatorSentence(error) : null;
  if (sentence !== null && isAppError(error)) return `${error.code}: ${sentence}`;
  return scrubText(error instanceof Error ? (error.stack ?? error.message) : String(error));
}
