import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the site serves of the two viewers of its API's description; the packages themselves are for developers. */
const FILES = {
  'swagger-ui-dist': ['swagger-ui.css', 'swagger-ui-bundle.js', 'swagger-ui-bundle.js.LICENSE.txt', 'LICENSE'],
  redoc: ['bundles/redoc.standalone.js', 'bundles/redoc.standalone.js.LICENSE.txt', 'LICENSE'],
};

/** The viewer would fetch it from its makers; no page of ours asks another host for anything. */
const FOREIGN_PICTURE = 'https://cdn.redoc.ly/redoc/logo-mini.svg';

/**
 * Copies the viewers' files to `dist/vendor/<package>@<version>/`, packed twins beside them; does nothing for a version
 * that is there. Where the packages are not installed, what an earlier build made stays.
 * @param {string} root
 * @param {string} dist
 */
export function copyViewerFiles(root, dist) {
  for (const [name, files] of Object.entries(FILES)) {
    const source = join(root, 'node_modules', name);
    if (!existsSync(source)) continue;
    const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
    const vendor = join(dist, 'vendor');
    const target = join(vendor, `${name}@${version}`);
    if (existsSync(join(target, '.done'))) continue;
    mkdirSync(vendor, { recursive: true });
    for (const old of readdirSync(vendor).filter(entry => entry.startsWith(`${name}@`))) {
      rmSync(join(vendor, old), { recursive: true });
    }
    for (const file of files) copy(join(source, file), join(target, file));
    writeFileSync(join(target, '.done'), '');
  }
}

/**
 * @param {string} source
 * @param {string} target
 */
function copy(source, target) {
  if (!existsSync(source)) return;
  mkdirSync(dirname(target), { recursive: true });
  if (!/\.(js|css)$/.test(target)) return copyFileSync(source, target);
  const text = readFileSync(source, 'utf8').replaceAll(FOREIGN_PICTURE, 'data:,');
  writeFileSync(target, text);
  writeFileSync(`${target}.gz`, gzipSync(text, { level: 9 }));
}
