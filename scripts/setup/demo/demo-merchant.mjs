import { appCommand, mustSucceed } from '../app-command.mjs';

export const MERCHANT = 'tea';

/**
 * @typedef {object} Demo
 * @property {NodeJS.ProcessEnv} env
 * @property {import('./demo-environment.mjs').DemoLogin} login
 * @property {import('./demo-sandbox.mjs').Sandbox} sandbox
 */

/**
 * Makes the demo merchant through the app's own command line: account, till, shop.
 * Goes on where an earlier start left off.
 * @param {Demo} demo
 * @returns {Promise<boolean>} whether the sync is switched on already, by an earlier start
 */
export async function connectDemoMerchant({ env, login, sandbox }) {
  const user = ['--user', login.email];
  const config = await appCommand(['config:read', ...user, '--json'], { env });
  if (config.json['active'] === true) return true;
  if (config.status !== 0) {
    const who = ['--email', login.email, '--role', 'user', '--first-name', 'Демо', '--last-name', 'Магазин'];
    await mustSucceed(['user:create', ...who], { env, secret: login.password });
  }
  const merchant = await sandbox.merchant(MERCHANT);
  await mustSucceed(['connect:evotor', ...user], { env, secret: merchant.evotorToken });
  await mustSucceed(['connect:vk', ...user, '--group', String(merchant.vkGroupId)], { env, secret: merchant.vkToken });
  return false;
}

/**
 * The command that sets a sync off: switching it on does on the first start, later one is asked for.
 * @param {Demo} demo
 * @param {boolean} isActive
 */
export function syncCommand({ login }, isActive) {
  const user = ['--user', login.email, '--json'];
  return isActive ? ['sync:run', ...user] : ['sync:enable', ...user, '--confirm'];
}

/**
 * Lets the sandbox's till send its webhooks to the site, so that a change at the till is synced at once.
 * It introduces itself as Evotor does (`/user/verify`), and the answer carries the token of its later calls.
 * @param {object} options
 * @param {import('./demo-sandbox.mjs').Sandbox} options.sandbox
 * @param {import('./demo-environment.mjs').DemoLogin} options.login
 * @param {string} options.webUrl
 * @param {import('../progress.mjs').Log} options.log
 */
export async function linkWebhooks({ sandbox, login, webUrl, log }) {
  const merchant = `/merchants/${MERCHANT}`;
  try {
    await sandbox.call('PATCH', merchant, { webhook: { baseUrl: webUrl, serviceSecret: login.webhookSecret } });
    const body = { username: login.email, password: login.password };
    const { status, body: said } = await sandbox.call('POST', `${merchant}/webhooks`, { event: 'user.verify', body });
    if (status !== 200) throw new Error(`/user/verify answers ${status ?? said}`);
  } catch (error) {
    log(
      `  sandbox: the till's webhooks are not linked (${error instanceof Error ? error.message : error}); changes are found by the hourly run`,
    );
  }
}
