import { join } from 'node:path';
import { freePortFrom } from '../process/free-port.mjs';
import { step } from '../progress.mjs';
import { nodeChild } from '../supervise/node-child.mjs';

const USUAL_PORT = 8090;

/**
 * The two vendors' stand-ins as a supervised part.
 * @param {import('../supervise.mjs').Supervisor} supervisor
 * @param {import('../progress.mjs').Log} log
 * @returns {Promise<Sandbox>}
 */
export async function startSandbox(supervisor, log) {
  let url = '';
  const env = {
    ...process.env,
    SANDBOX_PORT: String(await freePortFrom(USUAL_PORT)),
    SANDBOX_STATE_DIR: join(supervisor.dataDir, 'sandbox'),
  };
  const isReady = (/** @type {string} */ line) => {
    url ||= readyUrl(line) ?? '';
    return url !== '';
  };
  const logFile = join(supervisor.dataDir, 'logs', 'sandbox.log');
  const unit = nodeChild({ name: 'sandbox', script: 'dist/sandbox/main.js', env, logFile, isReady });
  await step(log, 'sandbox: starting the till and the shop', () => supervisor.run(unit), () => `sandbox ready at ${url}`);
  supervisor.publish({ sandboxUrl: url });
  return new Sandbox(url);
}

/** @param {string} line */
function readyUrl(line) {
  try {
    const { ready, url } = JSON.parse(line);
    return ready === true && typeof url === 'string' ? url : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @typedef {{ evotorToken: string, vkToken: string, vkGroupId: number, tillPage: string, shopPage: string }} SandboxMerchant
 * @typedef {{ vkCalls: number, tooManyPerSecond: number, maxCallsInOneSecond: number }} Traffic
 */

/** The sandbox's control calls. */
export class Sandbox {
  /** @param {string} url */
  constructor(url) {
    this.url = url;
  }

  /**
   * @param {string} id
   * @returns {Promise<SandboxMerchant>}
   */
  merchant(id) {
    return this.call('GET', `/merchants/${id}`);
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>} whatever the call answers
   */
  async call(method, path, body) {
    const content = body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${this.url}/_control${path}`, { method, ...content, signal: AbortSignal.timeout(15_000) });
    if (!answer.ok) throw new Error(`the sandbox answers ${answer.status} to ${method} ${path}: ${(await answer.text()).slice(0, 200)}`);
    return answer.json();
  }
}
