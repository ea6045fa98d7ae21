import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inProject, PROJECT_ROOT } from '../project-root.mjs';
import { auditDependencies } from './audit.mjs';

/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {number} timeoutSeconds
 * @property {readonly string[][]} [commands] a static check: programs of installed packages with their arguments
 * @property {() => Promise<import('./run-stage.mjs').Counts>} [check] a check of our own
 * @property {boolean} [needsServers]
 * @property {boolean} [needsBrowser]
 */

const PRODUCT = ['src', 'workflows', 'activities', 'temporal', 'migrations'];
const LAYERS = 'dependency-cruiser/bin/dependency-cruise.mjs';

/** In the order they run: what fails fastest and tells most comes first. @type {readonly Stage[]} */
export const STAGES = [
  { name: 'types', timeoutSeconds: 300, commands: [['typescript/bin/tsc', '--noEmit']] },
  {
    name: 'lint',
    timeoutSeconds: 600,
    commands: [
      ['eslint/bin/eslint.js', '.'],
      ['prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
    ],
  },
  {
    name: 'layers',
    timeoutSeconds: 300,
    commands: [
      [LAYERS, '--config', '.dependency-cruiser.cjs', ...present([...PRODUCT, 'sandbox', 'test', 'chaos'])],
      [LAYERS, '--config', '.depcruise-reach.cjs', ...present(PRODUCT)],
    ],
  },
  { name: 'audit', timeoutSeconds: 90, check: () => auditDependencies() },
  { name: 'unit', timeoutSeconds: 600 },
  { name: 'db', timeoutSeconds: 1500, needsServers: true },
  { name: 'client', timeoutSeconds: 600 },
  { name: 'web', timeoutSeconds: 900, needsServers: true },
  { name: 'temporal', timeoutSeconds: 1200, needsServers: true },
  { name: 'replay', timeoutSeconds: 600 },
  { name: 'chaos', timeoutSeconds: 1200 }, // has servers of its own, which it kills
  { name: 'browser', timeoutSeconds: 1200, needsServers: true, needsBrowser: true },
  { name: 'day', timeoutSeconds: 1500 }, // has servers of its own as well
];

/**
 * The test files of a suite: `test/**` + `/*.NAME.test.ts`.
 * @param {string} suite
 */
export function testFiles(suite) {
  const folder = inProject('test');
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith(`.${suite}.test.ts`))
    .map(entry => relative(PROJECT_ROOT, join(entry.parentPath ?? entry.path, entry.name)))
    .sort();
}

/** @param {readonly string[]} folders */
function present(folders) {
  return folders.filter(folder => existsSync(inProject(folder)));
}
