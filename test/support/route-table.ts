import type { Express } from 'express';

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: { readonly stack?: readonly Layer[] };
}

export interface RouteEntry {
  readonly method: string;
  readonly path: string;
}

/** Every route of the site, parameters filled with ids the fakes know. */
export const routeTable = (app: Express): RouteEntry[] =>
  routesOf(app).map(({ method, path }) => ({ method, path: filled(path) }));

/** Every route of the site as it is declared. */
export function routesOf(app: Express): RouteEntry[] {
  const walk = (stack: readonly Layer[]): RouteEntry[] =>
    stack.flatMap(({ route, handle }) => {
      if (route === undefined) return handle?.stack === undefined ? [] : walk(handle.stack);
      const paths = typeof route.path === 'string' ? [route.path] : route.path;
      return Object.keys(route.methods).flatMap(method => paths.map(path => ({ method, path })));
    });
  return walk((app.router as unknown as { stack: readonly Layer[] }).stack);
}

const filled = (path: string): string =>
  path
    .replace('/sync/runs/:id', '/sync/runs/318')
    .replace('/notices/:id', '/notices/501')
    .replace('/catalog/products/:id', '/catalog/products/product-1')
    .replace(':album', '7')
    .replace(':service', 'evotor')
    .replace(':gid', 'white')
    .replace(':id', 'store-1');
