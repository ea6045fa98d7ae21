import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readIfThere, readRecord, writePrivateFile } from '../private-file.mjs';
import { inProject } from '../project-root.mjs';

/** @typedef {{ email: string, password: string }} DemoLogin */

const EVOTOR_APP_ID = '59fea9cb-0817-4431-9fb7-594f81584110'; // what the sandbox's Evotor calls us

/**
 * What the demo's app runs with: the sandbox in place of both vendors, and nothing of a real installation's `.env`.
 * @param {{ sandboxUrl: string, port: number }} demo
 * @returns {NodeJS.ProcessEnv}
 */
export function demoEnvironment({ sandboxUrl, port }) {
  return {
    ...process.env,
    ...blankedDotEnv(),
    NODE_ENV: 'development',
    BASE_URL: `http://localhost:${port}`,
    EVOTOR_API_URL: `${sandboxUrl}/evotor`,
    EVOTOR_APP_ID,
    // So that a change at the till is in the shop while one still looks; a real installation runs hourly.
    CATALOG_REFRESH_INTERVAL_SECONDS: '60',
    VK_API_URL: `${sandboxUrl}/vk`,
    VK_ID_URL: `${sandboxUrl}/vkid`,
    VK_CLIENT_ID: '51000000',
    EMAIL_PROVIDER: 'console',
  };
}

/** Empty variables win over `.env`, which the app reads by itself and which may name a real shop. */
export function blankedDotEnv(file = inProject('.env')) {
  const names = [...(readIfThere(file) ?? '').matchAll(/^\s*(?:export\s+)?(\w+)\s*=/gm)].map(
    match => /** @type {string} */ (match[1]),
  );
  return Object.fromEntries(names.filter(name => process.env[name] === undefined).map(name => [name, '']));
}

/**
 * The demo merchant's log-in, made once per data folder.
 * @param {string} dataDir
 * @returns {DemoLogin}
 */
export function demoLogin(dataDir) {
  const file = join(dataDir, 'demo-login.json');
  const kept = /** @type {DemoLogin | undefined} */ (readRecord(file));
  if (kept) return kept;
  const secret = () => randomBytes(9).toString('base64url');
  const login = {
    email: 'demo@evosync.local',
    password: `Demo-${secret()}`,
  };
  writePrivateFile(file, JSON.stringify(login));
  return login;
}
