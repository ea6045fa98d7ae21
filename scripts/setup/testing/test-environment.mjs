import { findChromium } from '../chromium.mjs';
import { testFiles } from './stages.mjs';
import { startTestServers } from './test-servers.mjs';

/** @typedef {(stage: import('./stages.mjs').Stage) => Promise<NodeJS.ProcessEnv>} EnvironmentOf what a suite finds in its environment */

/**
 * Starts servers and looks for the browser while the static checks run, if a suite with test files needs them.
 * @param {import('../entry-point.mjs').Life} life
 * @param {readonly import('./stages.mjs').Stage[]} stages
 * @returns {EnvironmentOf}
 */
export function prepareTestEnvironment(life, stages) {
  const real = stages.filter(stage => testFiles(stage.name).length > 0);
  const servers = real.some(stage => stage.needsServers) ? startTestServers(life) : undefined;
  const browser = real.some(stage => stage.needsBrowser) ? findChromium() : undefined;
  servers?.catch(() => {}); // told by the suites that need them
  browser?.catch(() => {});
  return async stage => {
    const addresses = stage.needsServers ? await servers : undefined;
    const chromium = stage.needsBrowser ? await browser : undefined;
    return {
      ...process.env,
      NODE_ENV: 'test',
      ...(addresses
        ? { TEST_DATABASE_URL: addresses.databaseUrl, TEST_TEMPORAL_ADDRESS: addresses.temporalAddress }
        : {}),
      ...(chromium ? { CHROMIUM_PATH: chromium } : {}),
    };
  };
}
