import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ICON_NAMES, OPERATOR_ICON_NAMES } from './icon-names.js';
import { buildIconSprite } from './icon-sprite.js';
import { shrink } from './shrink.js';
import { listVendorFiles } from './vendor-files.js';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain; charset=utf-8',
};

/** Our style sheets, as the views call them, each joined from the parts in its folder. */
const STYLES = {
  'css/evosync.css': 'css',
  'css/operator.css': 'css/operator',
  'css/api-docs.css': 'css/api-docs',
} as const;

/** One file of icons for all pages, one more for the operator's. */
const SPRITES = { icons: ICON_NAMES, 'operator-icons': OPERATOR_ICON_NAMES } as const;

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  /** `null` = would not get smaller. */
  readonly gzip: Buffer | null;
}

/** Everything static, read once at start: some 700 kB in memory, packed once instead of at each request. */
export interface AssetRegistry {
  /** Addresses for the views by short name: `css/evosync.css`, `icons`, `bootstrap.min.css`, … */
  url(name: string): string;
  /** Address of one drawing. */
  icon(name: string): string;
  find(path: string): Asset | undefined;
}

function toAsset(body: Buffer, name: string): Asset {
  const isText = extname(name) !== '.woff2' && extname(name) !== '.png';
  return { type: TYPES[extname(name)] ?? 'application/octet-stream', body, gzip: isText ? gzipSync(body) : null };
}

/** Own files get the start of their hash into the address, so that a new release is seen at once. */
function stamped(name: string, body: Buffer): string {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 10);
  return `/public/${hash}/${name}`;
}

export function buildAssetRegistry(projectRoot: string): AssetRegistry {
  const assets = new Map<string, Asset>();
  const urls = new Map<string, string>();
  const add = (name: string, url: string, body: Buffer): void => {
    urls.set(name, url);
    assets.set(url, toAsset(body, url));
  };

  for (const { url, path } of listVendorFiles(projectRoot)) {
    const file = readFileSync(path);
    const body = extname(path) === '.css' ? Buffer.from(shrink(file.toString(), 'css')) : file;
    add(url.slice(url.lastIndexOf('/') + 1), url, body);
  }
  const drawings = new Map<string, string>();
  for (const [name, icons] of Object.entries(SPRITES)) {
    const sprite = buildIconSprite(projectRoot, icons);
    add(name, stamped(`${name}.svg`, sprite), sprite);
    for (const icon of icons) drawings.set(icon, `${urls.get(name) ?? ''}#${icon}`);
  }

  const folder = join(projectRoot, 'public');
  for (const name of filesBelow(folder)) {
    if (extname(name) === '.css') continue;
    const file = readFileSync(join(folder, name));
    const body = extname(name) === '.js' ? Buffer.from(shrink(file.toString(), 'js')) : file;
    add(name, stamped(name, body), body);
  }
  for (const [name, parts] of Object.entries(STYLES)) {
    const style = Buffer.from(shrink(resolveUrls(joinedStyle(join(folder, parts)), urls), 'css'));
    add(name, stamped(name, style), style);
  }

  const known = (from: ReadonlyMap<string, string>, name: string): string => {
    const url = from.get(name);
    if (url === undefined) throw new Error(`no such asset: ${name}`);
    return url;
  };
  return {
    url: name => known(urls, name),
    icon: name => known(drawings, name),
    find: path => assets.get(path),
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** A style sheet is written in parts and sent as one file, in the order of their names. */
function joinedStyle(folder: string): string {
  return readdirSync(folder)
    .filter(name => extname(name) === '.css')
    .sort()
    .map(name => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
}

/** `url(asset:name)` in our style sheet stands for the address of a vendor file, whose version it need not know. */
function resolveUrls(css: string, urls: ReadonlyMap<string, string>): string {
  return css.replace(/url\(asset:([^)]+)\)/gu, (_, name: string) => {
    const url = urls.get(name);
    if (url === undefined) throw new Error(`the style sheet names an unknown asset: ${name}`);
    return `url(${url})`;
  });
}
