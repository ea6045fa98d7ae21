import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';

/** Folders a running program reads, beside what was compiled. */
const BESIDE = ['node_modules', 'views', 'public'] as const;

/** One version of the program, installed in a folder of its own as a deployment would. */
export interface Release {
  readonly folder: string;
  readonly version: string;
  readonly web: string;
  readonly worker: string;
  readonly cli: string;
}

/** Installs what was built under another version number: two releases side by side. */
export function installRelease(into: string, version: string): Release {
  const folder = join(into, `release-${version}`);
  mkdirSync(folder, { recursive: true });
  cpSync(join(projectRoot, 'dist'), join(folder, 'dist'), { recursive: true });
  for (const name of BESIDE) symlinkSync(join(projectRoot, name), join(folder, name));
  const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...manifest, version }));
  const program = (name: string): string => join(folder, 'dist', 'src', 'main', `${name}.js`);
  return { folder, version, web: program('web'), worker: program('worker'), cli: program('cli') };
}
