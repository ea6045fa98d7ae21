import { SetupError, explainSystemError } from './setup-error.mjs';
import { endProgress, toStderr } from './progress.mjs';

/**
 * @typedef {object} Life of one command
 * @property {(cleanUp: () => Promise<void> | void) => void} defer done at the end, however it comes; last in, first out
 * @property {(kill: () => void) => void} onHurry done when the person presses Ctrl-C again
 * @property {() => Promise<never>} serve waits for Ctrl-C or SIGTERM, which from now on is the orderly end (exit code 0)
 */

const HURRY_AFTER_MS = 1500; // npm passes Ctrl-C on a second time at once; that is no second Ctrl-C
const INTERRUPTED = 130;

/**
 * Runs a command of ours: its result is the exit code, a failure becomes a sentence with its remedy,
 * and what it deferred is done in any case, also on Ctrl-C in the middle.
 * @param {(life: Life) => Promise<number>} main
 */
export async function runEntryPoint(main) {
  /** @type {(() => Promise<void> | void)[]} */
  const cleanUps = [];
  /** @type {(() => void)[]} */
  const hurries = [];
  let isServing = false;
  const life = {
    defer: (/** @type {() => Promise<void> | void} */ cleanUp) => void cleanUps.push(cleanUp),
    onHurry: (/** @type {() => void} */ kill) => void hurries.push(kill),
    serve: () => {
      isServing = true;
      return new Promise((/** @type {(never: never) => void} */ _never) => {});
    },
  };
  let isInterrupted = false;
  const signalled = nextSignal(() => {
    hurries.forEach(kill => kill());
    process.exit(INTERRUPTED);
  }).then(() => {
    isInterrupted = true;
    endProgress();
    toStderr('\n→ stopping…');
    return isServing ? 0 : INTERRUPTED;
  });
  const byMain = main(life).catch(error => (isInterrupted ? INTERRUPTED : fail(error)));
  const code = await Promise.race([byMain, signalled]);
  for (const cleanUp of cleanUps.reverse()) await Promise.resolve().then(cleanUp).catch(fail);
  process.exit(code);
}

/** @param {() => void} onSecond */
function nextSignal(onSecond) {
  let firstAt = 0;
  return new Promise((/** @type {(signal: NodeJS.Signals) => void} */ resolve) => {
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        if (firstAt > 0 && performance.now() - firstAt > HURRY_AFTER_MS) onSecond();
        firstAt ||= performance.now();
        resolve(signal);
      });
    }
  });
}

/** @param {unknown} error */
function fail(error) {
  explain(explainSystemError(error, 'starting EvoSync'));
  return 1;
}

/** @param {unknown} error */
export function explain(error) {
  if (error instanceof SetupError) {
    toStderr(`✗ ${error.message}`);
    toStderr(`  What to do: ${error.remedy}`);
  } else {
    toStderr(`✗ ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
}

/**
 * Goes on until the person ends it, or until a part fails for good (exit code 1).
 * @param {Life} life
 * @param {Promise<SetupError>} failed
 */
export function serveUntilFailure(life, failed) {
  const failure = failed.then(error => {
    explain(error);
    return 1;
  });
  return Promise.race([life.serve(), failure]);
}
