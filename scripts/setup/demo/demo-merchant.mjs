import { appCommand, mustSucceed } from '../app-command.mjs';

export const MERCHANT = 'tea';
/** Who sees the operator's pages; the password is the merchant's. */
export const OPERATOR = 'operator@evosync.local';

/**
 * @typedef {object} Demo
 * @property {NodeJS.ProcessEnv} env
 * @property {import('./demo-environment.mjs').DemoLogin} login
 * @property {import('./demo-sandbox.mjs').Sandbox} sandbox
 */

/**
 * Makes the demo merchant through the app's own command line: account, till, shop, exchange switched on and confirmed.
 * Goes on where an earlier start left off.
 * @param {Demo} demo
 */
export async function connectDemoMerchant({ env, login, sandbox }) {
  const user = ['--user', login.email];
  const operator = ['--email', OPERATOR, '--role', 'system', '--first-name', 'Демо', '--last-name', 'Оператор'];
  const [config] = await Promise.all([
    appCommand(['config:read', ...user, '--json'], { env }),
    // There already from the second start on.
    appCommand(['user:create', ...operator, '--json'], { env, secret: login.password }),
  ]);
  if (config.json['active'] === true) return;
  if (config.status !== 0) {
    const who = ['--email', login.email, '--role', 'user', '--first-name', 'Демо', '--last-name', 'Магазин'];
    await mustSucceed(['user:create', ...who], { env, secret: login.password });
  }
  const merchant = await sandbox.merchant(MERCHANT);
  await mustSucceed(['connect:evotor', ...user], { env, secret: merchant.evotorToken });
  await mustSucceed(['connect:vk', ...user, '--group', String(merchant.vkGroupId)], { env, secret: merchant.vkToken });
  await mustSucceed(['sync:enable', ...user, '--confirm'], { env });
}

/**
 * The command that fills the shop.
 * @param {Demo} demo
 */
export function syncCommand({ login }) {
  return ['sync:run', '--user', login.email, '--json'];
}
