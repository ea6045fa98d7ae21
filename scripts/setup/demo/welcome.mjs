import { OPERATOR } from './demo-merchant.mjs';

/**
 * What the person sees when the demo is up.
 * @param {object} facts
 * @param {string} facts.webUrl
 * @param {string | undefined} facts.temporalUiUrl
 * @param {import('./demo-environment.mjs').DemoLogin} facts.login
 * @param {import('./demo-sandbox.mjs').SandboxMerchant} facts.merchant
 * @param {string} facts.dataDir
 */
export function welcome({ webUrl, temporalUiUrl, login, merchant, dataDir }) {
  const lines = [
    `Site            ${webUrl}`,
    `  log-in        ${login.email}`,
    `  password      ${login.password}`,
    `  operator      ${OPERATOR}, same password`,
    `Till            ${merchant.tillPage}`,
    `VK shop         ${merchant.shopPage}`,
    ...(temporalUiUrl ? [`Temporal Web UI ${temporalUiUrl}`] : []),
    '',
    'The first sync is on its way: watch the shop fill up.',
    'Then change a price at the till: the shop has it within two minutes,',
    'or at once with «Обменять сейчас» on the site.',
    '',
    `Logs: ${dataDir}/logs   Start over: npm run demo -- --fresh`,
    'Ctrl-C ends everything; the next start goes on from here.',
  ];
  const width = Math.max(...lines.map(line => line.length)) + 2;
  const title = '─ EvoSync demo ';
  const body = lines.map(line => `│ ${line.padEnd(width)}│`);
  return [`┌${title}${'─'.repeat(width + 1 - title.length)}┐`, ...body, `└${'─'.repeat(width + 1)}┘`].join('\n');
}
