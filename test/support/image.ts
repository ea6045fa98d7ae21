import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { build } from '../../scripts/setup/build.mjs';
import { toNowhere } from '../../scripts/setup/progress.mjs';
import { projectRoot } from '../../src/config/project-root.js';

/** One stage of the Dockerfile with what it copies. */
export interface Stage {
  readonly name: string;
  readonly from: string;
  readonly copies: readonly {
    readonly stage: string | null;
    readonly sources: readonly string[];
    readonly target: string;
  }[];
  readonly text: string;
}

/** The stages of the Dockerfile, in order. */
export function dockerStages(): readonly Stage[] {
  const text = readFileSync(join(projectRoot, 'Dockerfile'), 'utf8').replaceAll('\\\n', ' ');
  return text
    .split(/^(?=FROM )/m)
    .slice(1)
    .map(part => {
      const [, from = '', name = ''] = /^FROM (\S+) AS (\S+)/.exec(part) ?? [];
      const copies = [...part.matchAll(/^COPY (?:--from=(\S+) )?(.+)$/gm)].map(([, stage, words = '']) => {
        const all = words.trim().split(/\s+/);
        return { stage: stage ?? null, sources: all.slice(0, -1), target: all.at(-1) ?? '' };
      });
      return { name, from, copies, text: part };
    });
}

/** What the stage `app` of the Dockerfile holds, made without Docker. */
export interface Image {
  /** Its `/app`. */
  readonly folder: string;
  remove(): void;
}

/** Does what the Dockerfile says: builds from what is copied, takes production packages alone, and joins the rest. */
export async function assembleImage(): Promise<Image> {
  const root = mkdtempSync(join(tmpdir(), 'evosync-image-'));
  for (const stage of dockerStages().filter(({ name }) => ['build', 'modules', 'app'].includes(name))) {
    const folder = join(root, stage.name);
    mkdirSync(folder);
    for (const { stage: from, sources, target } of stage.copies)
      for (const source of sources) {
        const origin = from === null ? join(projectRoot, source) : join(root, from, source.replace('/app/', ''));
        cpSync(origin, target.endsWith('/') ? join(folder, basename(source)) : join(folder, target), {
          recursive: true,
        });
      }
    if (stage.name === 'build') {
      symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'));
      await build({ root: folder, log: toNowhere });
    }
    if (stage.name === 'modules') takeProductionPackages(folder);
  }
  return { folder: join(root, 'app'), remove: () => rmSync(root, { recursive: true, force: true }) };
}

interface Locked {
  readonly packages: Readonly<Record<string, { readonly dev?: boolean }>>;
}

/** What `npm ci --omit=dev` would install, linked from what is installed here. */
function takeProductionPackages(folder: string): void {
  const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')) as Locked;
  const installed = Object.entries(packages).filter(([path]) => path !== '' && existsSync(join(projectRoot, path)));
  const isTop = (path: string): boolean => path.split('node_modules/').length === 2;
  for (const [path, { dev }] of installed)
    if (isTop(path) && dev !== true) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      linkTree(join(projectRoot, path), join(folder, path));
    }
  for (const [path, { dev }] of installed)
    if (!isTop(path) && dev === true) rmSync(join(folder, path), { recursive: true, force: true });
  const releases = join(folder, 'node_modules', '@temporalio', 'core-bridge', 'releases');
  const own = readdirSync(releases).filter(name => name.startsWith(process.arch === 'x64' ? 'x86_64' : 'aarch64'));
  for (const name of readdirSync(releases))
    if (!own.includes(name)) rmSync(join(releases, name), { recursive: true, force: true });
}

/** Hard links where the disk allows them: a quarter of a gigabyte is not copied for a test. */
function linkTree(from: string, to: string): void {
  try {
    execFileSync('cp', ['-al', from, to], { stdio: 'ignore' });
  } catch {
    cpSync(from, to, { recursive: true });
  }
}
