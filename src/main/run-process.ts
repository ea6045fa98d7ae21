import type { Logger } from '../observability/logger.js';

/** Runs a long-lived process until it is told to end; a failure to start is one clear line and exit code 1. */
export function runProcess(
  start: (ending: Promise<void>) => Promise<{ logger: Logger; close: () => Promise<void> }>,
): void {
  const ending = new Promise<void>(resolve => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
  start(ending).then(
    async ({ logger, close }) => {
      await ending;
      logger.info('ending');
      await close();
      process.exit(0);
    },
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
      process.exit(1);
    },
  );
}
