import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { projectRoot } from '../../src/config/project-root.js';

/** One text file of ours. */
export interface OwnFile {
  /** From the project's folder, with forward slashes. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
}

const NOT_OURS = ['node_modules', 'dist', '.git', '.data', 'coverage', '.stryker-tmp', 'public/vendor'];
const NOT_TEXT = /\.(png|jpe?g|gif|webp|ico|ttf|woff2?|bin|gz)$/;

/** Every text file in the project that people write, whose path matches. */
export function ownFiles(matching: RegExp): OwnFile[] {
  return walk(projectRoot)
    .filter(path => matching.test(path) && !NOT_TEXT.test(path))
    .map(path => {
      const text = readFileSync(join(projectRoot, path), 'utf8');
      return { path, text, lines: text.replace(/\n$/, '').split('\n') };
    });
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name);
    const shown = relative(projectRoot, path);
    if (NOT_OURS.includes(shown) || shown === '.env') return [];
    if (entry.isDirectory()) return walk(path);
    return entry.isFile() ? [shown] : [];
  });
}

/** `path:line` of every line the pattern hits. */
export function hits(files: readonly OwnFile[], pattern: RegExp): string[] {
  return files.flatMap(({ path, lines }) =>
    lines.flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}
