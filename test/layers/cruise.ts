import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';

/** One breach: the rule that fired and the import it fired on. */
export interface Breach {
  readonly rule: string;
  readonly from: string;
  readonly to: string;
}

export interface Cruise {
  readonly modules: number;
  readonly breaches: readonly Breach[];
}

interface Report {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string; to: string }[] };
}

const FOLDERS = ['src', 'workflows', 'activities', 'temporal', 'migrations', 'sandbox', 'bench', 'test'];

/** Runs dependency-cruiser with one of our configurations over a tree laid out like the project. */
export async function cruise(config: string, root: string = projectRoot): Promise<Cruise> {
  const program = join(projectRoot, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const folders = FOLDERS.filter(folder => existsSync(join(root, folder)));
  const args = [program, '--config', join(projectRoot, config), '--output-type', 'json', ...folders];
  const output = await new Promise<string>((resolve, reject) => {
    // The exit code counts breaches; only a run without a report is a failure here.
    execFile(process.execPath, args, { cwd: root, maxBuffer: 64 << 20 }, (_error, stdout, stderr) => {
      if (stdout.startsWith('{')) resolve(stdout);
      else reject(new Error(`dependency-cruiser gave no report: ${stderr}`));
    });
  });
  const { summary } = JSON.parse(output) as Report;
  return {
    modules: summary.totalCruised,
    breaches: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}
