import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { filesBelow, SOURCE_FOLDERS, sourceFiles } from './build/source-files.mjs';
import { copyViewerFiles } from './build/viewer-files.mjs';
import { buildWorkflowBundle } from './build/workflow-bundle.mjs';
import { readIfThere } from './private-file.mjs';
import { withLock } from './process/process-lock.mjs';
import { step, toStderr } from './progress.mjs';
import { PROJECT_ROOT } from './project-root.mjs';
import { SetupError } from './setup-error.mjs';

/**
 * Compiles all TypeScript to `dist/`, copies the API viewers and makes the workflow bundle; does next to nothing if no source changed.
 * @param {{ root?: string, log?: import('./progress.mjs').Log }} [options]
 */
export async function build({ root = PROJECT_ROOT, log = toStderr } = {}) {
  const dist = join(root, 'dist');
  mkdirSync(dist, { recursive: true });
  const wait = (/** @type {number} */ pid) =>
    log(`  build: another run (process ${pid}) is building already; waiting for it`);
  await withLock(join(dist, '.build.lock'), wait, async () => {
    await compile(root, dist, log);
    copyViewerFiles(root, dist);
    await buildWorkflowBundle(root, dist, log);
  });
}

/**
 * @param {string} root
 * @param {string} dist
 * @param {import('./progress.mjs').Log} log
 */
async function compile(root, dist, log) {
  const fromProject = createRequire(join(root, 'package.json'));
  const { version } = fromProject('esbuild/package.json');
  const { code, beside } = sourceFiles(root);
  const stampFile = join(dist, '.build-stamp');
  const stamp = stampOf([...code, ...beside], version);
  if (readIfThere(stampFile) === stamp) return;
  const outputOf = (/** @type {string} */ file) => join(dist, relative(root, file)).replace(/\.ts$/, '.js');
  await step(log, `build: compiling ${code.length} files`, async () => {
    rmSync(stampFile, { force: true });
    await transpile(fromProject('esbuild'), root, dist, code);
    for (const file of beside) cpSync(file, outputOf(file));
    removeOrphans(dist, new Set([...code, ...beside].map(outputOf)));
    writeFileSync(stampFile, stamp);
  });
}

/**
 * @param {typeof import('esbuild')} esbuild
 * @param {string} root
 * @param {string} dist
 * @param {string[]} code
 */
async function transpile(esbuild, root, dist, code) {
  try {
    await esbuild.build({
      entryPoints: code,
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
    const [first] = /** @type {import('esbuild').BuildFailure} */ (error).errors ?? [];
    if (!first) throw error;
    const where = first.location ? ` in ${first.location.file}:${first.location.line}` : '';
    const sentence = `The code does not compile: ${first.text}${where}.`;
    throw new SetupError('build.failed', sentence, 'Correct the file and start again.', error);
  }
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
  for (const file of SOURCE_FOLDERS.flatMap(folder => filesBelow(dist, folder))) {
    if (!wanted.has(file) && !wanted.has(file.replace(/\.map$/, ''))) rmSync(file);
  }
}
