import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import type { RequestHandler } from 'express';

/** The files of the two viewers; nothing else of their packages is reachable. */
const PACKAGES = {
  'swagger-ui-dist': ['swagger-ui.css', 'swagger-ui-bundle.js'],
  redoc: ['bundles/redoc.standalone.js'],
} as const;

type PackageName = keyof typeof PACKAGES;
type DocFileName = (typeof PACKAGES)[PackageName][number];

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
};
const FOR_EVER = 'public, max-age=31536000, immutable';

/** A picture that ReDoc would fetch from its makers; the build takes it out of the copied file in the same way. */
const FOREIGN_PICTURE = 'https://cdn.redoc.ly/redoc/logo-mini.svg';

interface Place {
  readonly url: string;
  readonly path: string;
  /** Copied by the build, with a packed twin beside it. */
  readonly isBuilt: boolean;
}

/**
 * Where the viewers' files are: copied by the build, or in the packages of a developer. They are large, and few people
 * ask for them: each is read from the disk when it is asked for.
 */
export interface DocFiles {
  /** `null` = this installation has none. */
  url(name: DocFileName): string | null;
  readonly serve: RequestHandler;
}

export function findDocFiles(projectRoot: string): DocFiles {
  let places: ReadonlyMap<string, Place> | null = null;
  const known = (): ReadonlyMap<string, Place> => {
    places ??= new Map(
      (Object.keys(PACKAGES) as PackageName[])
        .flatMap(name => placesOf(projectRoot, name))
        .map(place => [place.url, place]),
    );
    return places;
  };
  return {
    url: name => [...known().keys()].find(url => url.endsWith(`/${name}`)) ?? null,
    serve: async (req, res, next) => {
      if (req.method !== 'GET' && req.method !== 'HEAD') return next();
      const place = req.path.startsWith('/vendor/') ? known().get(req.path) : undefined;
      if (place === undefined) return next();
      res.set({ 'Content-Type': TYPES[extname(place.path)] ?? '', 'Cache-Control': FOR_EVER });
      // Developers alone meet the packages as they are.
      if (!place.isBuilt)
        return void res.end((await readFile(place.path, 'utf8')).replaceAll(FOREIGN_PICTURE, 'data:,'));
      res.vary('Accept-Encoding');
      const packed = req.acceptsEncodings('gzip') === 'gzip';
      if (packed) res.set('Content-Encoding', 'gzip');
      res.sendFile(packed ? `${place.path}.gz` : place.path, { cacheControl: false, dotfiles: 'allow' });
    },
  };
}

function placesOf(projectRoot: string, name: PackageName): readonly Place[] {
  const built = join(projectRoot, 'dist', 'vendor');
  const folder = existsSync(built) ? readdirSync(built).find(entry => isWhole(built, entry, name)) : undefined;
  if (folder !== undefined) return PACKAGES[name].map(file => placeOf(folder, file, join(built, folder), true));
  const installed = join(projectRoot, 'node_modules', name);
  if (!existsSync(installed)) return [];
  const { version } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as { version: string };
  return PACKAGES[name].map(file => placeOf(`${name}@${version}`, file, installed, false));
}

/** A copy that was broken off has no such mark. */
const isWhole = (built: string, entry: string, name: string): boolean =>
  entry.startsWith(`${name}@`) && existsSync(join(built, entry, '.done'));

const placeOf = (versioned: string, file: string, folder: string, isBuilt: boolean): Place => ({
  url: `/vendor/${versioned}/${file}`,
  path: join(folder, file),
  isBuilt,
});
