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
    const ready = readyUrl(line);
    url = ready ?? url;
    return ready !== undefined;
  };
  const logFile = join(supervisor.dataDir, 'logs', 'sandbox.log');
  const unit = nodeChild({ name: 'sandbox', script: 'dist/sandbox/main.js', env, logFile, isReady });
  await step(
    log,
    'sandbox: starting the till and the shop',
    () => supervisor.run(unit),
    () => `sandbox ready at ${url}`,
  );
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
 * @typedef {{ seq: number, at: number, method: string }} JournalEntry
 */

/** The sandbox's control calls. */
export class Sandbox {
  #countedFrom = 0;

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
   * How many goods a buyer sees.
   * @param {string} id
   */
  async visibleGoods(id) {
    const { items } = await this.call('GET', `/merchants/${id}/shop`);
    return items.filter((/** @type {{ state: string }} */ item) => item.state === 'visible').length;
  }

  /** Forgets the traffic so far. */
  async startCounting() {
    const { entries } = await this.call('GET', '/journal?limit=1');
    this.#countedFrom = entries.at(-1)?.seq ?? 0;
    await this.call('POST', '/stats/reset');
  }

  /**
   * The traffic since `startCounting`.
   * @returns {Promise<{ traffic: Traffic, vkCalls: JournalEntry[] }>}
   */
  async counted() {
    const traffic = await this.call('GET', '/stats');
    const { entries } = await this.call('GET', `/journal?vendor=vk&limit=100000&since=${this.#countedFrom}`);
    return { traffic, vkCalls: entries };
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>} whatever the call answers
   */
  async call(method, path, body) {
    const content =
      body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const answer = await fetch(`${this.url}/_control${path}`, {
      method,
      ...content,
      signal: AbortSignal.timeout(15_000),
    });
    if (!answer.ok)
      throw new Error(
        `the sandbox answers ${answer.status} to ${method} ${path}: ${(await answer.text()).slice(0, 200)}`,
      );
    return answer.json();
  }
}
