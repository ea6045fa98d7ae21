import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { buildWorkflowBundle } from './build/workflow-bundle.mjs';
import { readIfThere } from './private-file.mjs';
import { withLock } from './process/process-lock.mjs';
import { step, toStderr } from './progress.mjs';
import { PROJECT_ROOT } from './project-root.mjs';
import { SetupError } from './setup-error.mjs';

const SOURCE_FOLDERS = ['src', 'workflows', 'activities', 'temporal', 'migrations', 'sandbox'];

/**
 * Compiles all TypeScript to `dist/` and makes the workflow bundle; does next to nothing if no source changed.
 * @param {{ root?: string, log?: import('./progress.mjs').Log }} [options]
 */
export async function build({ root = PROJECT_ROOT, log = toStderr } = {}) {
  const dist = join(root, 'dist');
  mkdirSync(dist, { recursive: true });
  const wait = (/** @type {number} */ pid) => log(`  build: another run (process ${pid}) is building already; waiting for it`);
  await withLock(join(dist, '.build.lock'), wait, async () => {
    await compile(root, dist, log);
    await buildWorkflowBundle(root, dist, log);
  });
}

/**
 * @param {string} root
 * @param {string} dist
 * @param {import('./progress.mjs').Log} log
 */
async function compile(root, dist, log) {
  const esbuild = /** @type {typeof import('esbuild')} */ (createRequire(join(root, 'package.json'))('esbuild'));
  const sources = SOURCE_FOLDERS.flatMap(folder => typescriptFiles(join(root, folder)));
  const stampFile = join(dist, '.build-stamp');
  const stamp = stampOf(sources, esbuild.version);
  if (readIfThere(stampFile) === stamp) return;
  await step(log, `build: compiling ${sources.length} files`, async () => {
    try {
      await esbuild.build({
        entryPoints: sources,
        outdir: dist,
        outbase: root,
        bundle: false,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        sourcemap: true,
        logLevel: 'silent',
      });
    } catch (error) {
      throw explainEsbuild(error, root);
    }
    removeOrphans(dist, new Set(sources.map(source => join(dist, relative(root, source)).replace(/\.ts$/, '.js'))));
    writeFileSync(stampFile, stamp);
  });
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
export function typescriptFiles(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
    .filter(path => !path.includes('/node_modules/'))
    .sort();
}

/**
 * @param {readonly string[]} sources
 * @param {string} compiler
 */
function stampOf(sources, compiler) {
  const hash = createHash('sha256').update(`${compiler}\n`);
  for (const source of sources) {
    const { size, mtimeMs } = statSync(source);
    hash.update(`${source} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * Outputs whose source is gone would still be found by globs (migrations) and imports.
 * @param {string} dist
 * @param {ReadonlySet<string>} wanted
 */
function removeOrphans(dist, wanted) {
  for (const folder of SOURCE_FOLDERS.map(name => join(dist, name)).filter(existsSync)) {
    for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      if (entry.isFile() && !wanted.has(path.replace(/\.map$/, ''))) rmSync(path, { force: true });
    }
  }
}

/**
 * @param {unknown} error
 * @param {string} root
 */
function explainEsbuild(error, root) {
  const [first] = /** @type {import('esbuild').BuildFailure} */ (error).errors ?? [];
  if (!first) return error;
  const where = first.location ? ` in ${relative(root, join(root, first.location.file))}:${first.location.line}` : '';
  return new SetupError('build.failed', `The code does not compile: ${first.text}${where}.`, 'Correct the file and start again.', error);
}
