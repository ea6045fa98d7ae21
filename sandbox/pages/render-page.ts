import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import ejs from 'ejs';
import type { Sandbox } from '../sandbox.js';
import { dayAndTime, money, plural, quantity } from './format.js';

const VIEWS = fileURLToPath(new URL('../views/', import.meta.url));
const ICONS = path.join(path.dirname(createRequire(import.meta.url).resolve('bootstrap-icons/package.json')), 'icons');
const icons = new Map<string, string>();

/** A Bootstrap icon as inline SVG, hidden from screen readers: a word always stands beside it. */
function icon(name: string): string {
  let svg = icons.get(name);
  if (svg === undefined) {
    svg = readFileSync(path.join(ICONS, `${name}.svg`), 'utf8').replace('<svg', '<svg aria-hidden="true"');
    icons.set(name, svg);
  }
  return svg;
}

/** One page as HTML; `model` values arrive ready to print or with the formatters given here. */
export async function renderPage(sandbox: Sandbox, view: string, model: Record<string, unknown>): Promise<string> {
  const merchants = [...sandbox.world.merchants.values()].map(({ id, title }) => ({ id, title }));
  return ejs.renderFile(
    path.join(VIEWS, `${view}.ejs`),
    { icon, money, quantity, plural, dayAndTime, merchants, ...model },
    { cache: true },
  );
}
