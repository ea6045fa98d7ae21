import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { projectRoot } from '../../src/config/project-root.js';

/** The product's workflows of today with the impatience of this run; made once, read by every worker that is started. */
export async function writeWorkflowBundle(folder: string): Promise<string> {
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(projectRoot, 'workflows', 'index.ts'),
    workflowInterceptorModules: [fileURLToPath(new URL('impatient.interceptors.ts', import.meta.url))],
    logger: new DefaultLogger('ERROR'),
  });
  const file = join(folder, 'workflows.js');
  await writeFile(file, code);
  return file;
}
