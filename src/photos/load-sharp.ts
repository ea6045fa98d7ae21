import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sharp, SharpOptions } from 'sharp';
import { diskFault } from '../domain/disk-fault.js';
import { fontFolders } from './font-files.js';

/** The part of sharp this folder uses. */
export type SharpFactory = (input: Uint8Array | Buffer, options?: SharpOptions) => Sharp;

let loading: Promise<SharpFactory> | null = null;

/**
 * sharp, loaded once and only here: its font library reads its settings at the first text it draws and never again, so
 * they must stand in the environment before. It then knows our font and no other, and a picture looks the same on a
 * laptop and on a server without fonts.
 */
export function loadSharp(): Promise<SharpFactory> {
  loading ??= load().catch((error: unknown) => {
    // A full disk passes; the next picture tries again.
    loading = null;
    throw diskFault(error) ?? error;
  });
  return loading;
}

async function load(): Promise<SharpFactory> {
  const folder = mkdtempSync(join(tmpdir(), 'evosync-fonts-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const config = join(folder, 'fonts.conf');
  writeFileSync(config, fontConfig(fontFolders(), join(folder, 'cache')));
  // Written for the C library behind sharp, which has no other way of being told.
  process.env['FONTCONFIG_FILE'] = config;
  process.env['FONTCONFIG_PATH'] = folder;
  const { default: sharp } = await import('sharp');
  // One thread per picture: pictures are made in activities, beside each other.
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

function fontConfig(folders: readonly string[], cache: string): string {
  const escaped = (path: string): string => path.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const dirs = folders.map(folder => `  <dir>${escaped(folder)}</dir>`).join('\n');
  return `<?xml version="1.0"?>\n<fontconfig>\n${dirs}\n  <cachedir>${escaped(cache)}</cachedir>\n</fontconfig>\n`;
}
