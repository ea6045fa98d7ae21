import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { readIfThere } from '../private-file.mjs';
import { step } from '../progress.mjs';
import { filesBelow, isTypescript } from './source-files.mjs';

/** What workflow code may consist of; a change elsewhere does not touch the bundle. */
const BUNDLED_FOLDERS = ['workflows', 'src/domain', 'temporal'];

/**
 * Bundles the workflows for the worker (1 to 2 s) if their code changed.
 * @param {string} root
 * @param {string} dist
 * @param {import('../progress.mjs').Log} log
 */
export async function buildWorkflowBundle(root, dist, log) {
  const workflowsPath = join(root, 'workflows', 'index.ts');
  if (!existsSync(workflowsPath)) return;
  const fromProject = createRequire(join(root, 'package.json'));
  const { version } = fromProject('@temporalio/worker/package.json');
  const bundle = join(dist, 'workflow-bundle.js');
  const stampFile = join(dist, '.workflow-bundle-stamp');
  const stamp = stampOf(root, version);
  if (existsSync(bundle) && readIfThere(stampFile) === stamp) return;
  await step(log, 'build: bundling the workflows', async () => {
    const { bundleWorkflowCode } = fromProject('@temporalio/worker');
    const { code } = await bundleWorkflowCode({ workflowsPath, logger: silent });
    writeFileSync(`${bundle}.draft`, code);
    renameSync(`${bundle}.draft`, bundle);
    writeFileSync(stampFile, stamp);
  });
}

const ignore = () => {};
const silent = { trace: ignore, debug: ignore, info: ignore, log: ignore, warn: console.error, error: console.error };

/**
 * @param {string} root
 * @param {string} version
 */
function stampOf(root, version) {
  const hash = createHash('sha256').update(`${version}\n`);
  for (const file of BUNDLED_FOLDERS.flatMap(folder => filesBelow(root, folder)).filter(isTypescript)) {
    hash.update(`${relative(root, file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}
