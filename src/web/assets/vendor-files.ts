import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The files of installed packages the pages load; nothing else of `node_modules` is reachable. */
const VENDOR_FILES = {
  bootstrap: ['dist/css/bootstrap.min.css'],
  'htmx.org': ['dist/htmx.min.js'],
  '@fontsource-variable/golos-text': [
    'files/golos-text-cyrillic-wght-normal.woff2',
    'files/golos-text-latin-wght-normal.woff2',
    'files/golos-text-latin-ext-wght-normal.woff2',
  ],
} as const satisfies Record<string, readonly string[]>;

export type VendorPackage = keyof typeof VENDOR_FILES;

export interface VendorFile {
  readonly url: string;
  readonly path: string;
}

/** Address and place of each vendor file. The version in the address lets browsers keep it for ever. */
export function listVendorFiles(projectRoot: string): VendorFile[] {
  return Object.entries(VENDOR_FILES).flatMap(([name, files]) => {
    const folder = join(projectRoot, 'node_modules', name);
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return files.map(file => ({ url: `/vendor/${name}@${version}/${file}`, path: join(folder, file) }));
  });
}
