import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IconName } from './icon-names.js';

/** One SVG with a `<symbol>` for each icon used: a single request, coloured by the text around it. */
export function buildIconSprite(projectRoot: string, names: readonly IconName[]): Buffer {
  const folder = join(projectRoot, 'node_modules', 'bootstrap-icons', 'icons');
  const symbols = names.map(name => {
    const svg = readFileSync(join(folder, `${name}.svg`), 'utf8');
    const drawing = svg.replace(/^<svg[^>]*>|<\/svg>\s*$/gu, '').replace(/\s*\n\s*/gu, '');
    return `<symbol id="${name}" viewBox="0 0 16 16">${drawing}</symbol>`;
  });
  return Buffer.from(`<svg xmlns="http://www.w3.org/2000/svg">${symbols.join('')}</svg>`);
}
