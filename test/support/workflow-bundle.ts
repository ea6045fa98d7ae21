import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { projectRoot } from '../../src/config/project-root.js';

/** What can get into the bundle. */
const SOURCES = ['workflows', 'temporal', 'src/domain'];

/**
 * The bundle of today's workflow code, as a path. Built once per content and kept in the system's temporary folder, so
 * that all files of a run, and the next run, share it.
 */
export async function workflowBundle(): Promise<{ codePath: string }> {
  const codePath = join(tmpdir(), `evosync-workflow-bundle-${contentHash()}.js`);
  if (!existsSync(codePath)) {
    const workflowsPath = join(projectRoot, 'workflows', 'index.ts');
    const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('ERROR') });
    await writeWhole(codePath, code);
  }
  return { codePath };
}

function contentHash(): string {
  const { version } = createRequire(import.meta.url)('@temporalio/worker/package.json') as { version: string };
  const hash = createHash('sha256').update(version);
  for (const folder of SOURCES) {
    const files = readdirSync(join(projectRoot, folder), { recursive: true, encoding: 'utf8' })
      .filter(file => file.endsWith('.ts'))
      .sort();
    for (const file of files) hash.update(file).update(readFileSync(join(projectRoot, folder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

/** Another process may build the same bundle at this moment: nobody ever sees half a file. */
async function writeWhole(path: string, text: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'evosync-bundle-'));
  const draft = join(folder, 'bundle.js');
  await writeFile(draft, text);
  await rename(draft, path);
  await rm(folder, { recursive: true });
}
