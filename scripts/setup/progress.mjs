/** @typedef {(line: string) => void} Log one line for the person who waits; stdout stays free for results */

let broken = false;
process.stderr.on('error', () => (broken = true)); // the terminal may go away; the servers still have to be stopped

/** @type {Log} */
export function toStderr(line) {
  if (!broken) process.stderr.write(`${line}\n`);
}

/** @type {Log} */
export function toNowhere() {}

let isOver = false;

/** From now on steps are silent: what still goes on is being broken off. */
export function endProgress() {
  isOver = true;
}

/** @param {number} startedAt from `performance.now()` */
export function secondsSince(startedAt) {
  return Math.round((performance.now() - startedAt) / 100) / 10;
}

/**
 * Says what begins, does it, and says what came of it with the time it took.
 * @template T
 * @param {Log} log
 * @param {string} title e.g. `MariaDB: starting`
 * @param {() => Promise<T>} work
 * @param {(result: T) => string} [outcome] e.g. `MariaDB 10.11.19 ready`
 */
export async function step(log, title, work, outcome) {
  const startedAt = performance.now();
  if (!isOver) log(`→ ${title}…`);
  const result = await work();
  if (!isOver) log(`✓ ${outcome ? outcome(result) : title} (${secondsSince(startedAt).toFixed(1)} s)`);
  return result;
}

/**
 * Repeats a line while something slow goes on, so that nobody takes it for dead.
 * @template T
 * @param {Log} log
 * @param {number} everySeconds
 * @param {(seconds: number) => string} line
 * @param {() => Promise<T>} work
 */
export async function withHeartbeat(log, everySeconds, line, work) {
  const startedAt = performance.now();
  const timer = setInterval(() => log(line(Math.round(secondsSince(startedAt)))), everySeconds * 1000);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/**
 * Notes in `times` how long a part took, in seconds.
 * @template T
 * @param {Record<string, number>} times
 * @param {string} name
 * @param {() => Promise<T>} work
 */
export async function timed(times, name, work) {
  const startedAt = performance.now();
  try {
    return await work();
  } finally {
    times[name] = secondsSince(startedAt);
  }
}
