import { freePortFrom, isPortFree } from './process/free-port.mjs';
import { SetupError } from './setup-error.mjs';

const USUAL_PORT = 8080;

/**
 * The port of the site: the one that was asked for, or 8080 or the next free one after it.
 * @param {number | undefined} wanted
 * @param {import('./progress.mjs').Log} log
 */
export async function chooseWebPort(wanted, log) {
  if (wanted !== undefined) {
    if (await isPortFree(wanted)) return wanted;
    throw new SetupError(
      'web.port_taken',
      `Port ${wanted} is taken by another program, so the site cannot be opened on it.`,
      'End that program, choose another port (PORT, in the demo --port), or leave the choice to EvoSync.',
    );
  }
  const port = await freePortFrom(USUAL_PORT);
  if (port !== USUAL_PORT) log(`  port ${USUAL_PORT} is taken; the site gets ${port}`);
  return port;
}
