import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A port nobody listens on just now. Somebody may take it before its use: be ready to ask again. */
export async function freePort() {
  const port = await tryPort(0, '127.0.0.1');
  if (port === undefined) throw new Error('the operating system gave no free port');
  return port;
}

/**
 * @param {number} port
 * @param {string} [host] by default on all addresses, as a web server takes it
 */
export async function isPortFree(port, host) {
  return (await tryPort(port, host)) !== undefined;
}

/**
 * The first free port from `preferred` on; any free one if the next twenty are taken.
 * @param {number} preferred
 */
export async function freePortFrom(preferred) {
  for (let port = preferred; port < preferred + 20 && port < 65_536; port++) if (await isPortFree(port)) return port;
  return freePort();
}

/**
 * Connects again and again until somebody answers, then hands back the first bytes (empty for a server that waits for its client).
 * @param {number} port
 * @param {{ timeoutMs: number, wantsGreeting: boolean, giveUp: () => boolean }} options
 * @returns {Promise<Buffer | undefined>}
 */
export async function waitForPort(port, { timeoutMs, wantsGreeting, giveUp }) {
  const until = performance.now() + timeoutMs;
  while (performance.now() < until && !giveUp()) {
    const greeting = await greet(port, wantsGreeting);
    if (greeting) return greeting;
    await sleep(20);
  }
  return undefined;
}

/**
 * @param {number} port
 * @param {string} [host]
 * @returns {Promise<number | undefined>}
 */
function tryPort(port, host) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, ...(host ? { host } : {}) }, () => {
      const address = server.address();
      server.close(() => resolve(address !== null && typeof address === 'object' ? address.port : undefined));
    });
  });
}

/**
 * @param {number} port
 * @param {boolean} wantsGreeting
 * @returns {Promise<Buffer | undefined>}
 */
function greet(port, wantsGreeting) {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1');
    const end = (/** @type {Buffer | undefined} */ value) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(2000, () => end(undefined));
    socket.once('error', () => end(undefined));
    socket.once('connect', () => !wantsGreeting && end(Buffer.alloc(0)));
    socket.once('data', data => end(data));
    socket.once('close', () => end(undefined));
  });
}
