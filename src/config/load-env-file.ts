import { join } from 'node:path';
import type { Environment } from './config.js';
import { ConfigError } from './config-error.js';
import { projectRoot } from './project-root.js';

/**
 * The variables of this process, completed from `.env` in the project's folder. Variables that are already there win
 * (also empty ones), and a missing file is fine. The only place that reads `process.env`.
 */
export function readEnvironment(path: string = join(projectRoot, '.env')): Environment {
  try {
    process.loadEnvFile(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
      throw new ConfigError(`${path} cannot be read`);
    }
  }
  return { ...process.env };
}
