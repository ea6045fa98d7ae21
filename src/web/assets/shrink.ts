import { transformSync } from 'esbuild';

/** What is small already: a process that builds the site more than once (tests do) shrinks each file once. */
const done = new Map<string, string>();

/** A style sheet or script without what only its readers need. The program that compiles the product does it. */
export function shrink(source: string, loader: 'css' | 'js'): string {
  const known = done.get(source);
  if (known !== undefined) return known;
  const { code } = transformSync(source, { loader, minify: true, charset: 'utf8' });
  done.set(source, code);
  return code;
}
