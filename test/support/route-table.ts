import type { Express } from 'express';
import type { Access } from '../../src/web/middleware/require-permission.js';

interface Handler {
  readonly stack?: readonly Layer[];
  /** Of a guard: what it asks for. */
  readonly permission?: Access;
}

interface Layer {
  readonly route?: {
    readonly path: string | readonly string[];
    readonly methods: Readonly<Record<string, boolean>>;
    readonly stack: readonly { readonly method: string; readonly handle: Handler }[];
  };
  readonly handle?: Handler;
  /** Not below a path of its own. */
  readonly slash: boolean;
}

export interface RouteEntry {
  readonly method: string;
  readonly path: string;
}

export interface DeclaredRoute extends RouteEntry {
  /** What each handler of the route asks for, in their order; `null` = it is no guard. */
  readonly handlers: readonly (Access | null)[];
}

/** Every route of the site, parameters filled with ids the fakes know. */
export const routeTable = (app: Express): RouteEntry[] =>
  routesOf(app).map(({ method, path }) => ({ method, path: filled(path) }));

/** Every route of the site as it is declared. */
export const routesOf = (app: Express): RouteEntry[] =>
  declaredRoutes(app).map(({ method, path }) => ({ method, path }));

/** Every route of the site with its guards, parameters as they are declared. */
export function declaredRoutes(app: Express): DeclaredRoute[] {
  const walk = (stack: readonly Layer[]): DeclaredRoute[] =>
    stack.flatMap(({ route, handle }) => {
      if (route === undefined) return handle?.stack === undefined ? [] : walk(handle.stack);
      const paths = typeof route.path === 'string' ? [route.path] : route.path;
      return Object.keys(route.methods).flatMap(method => {
        const handlers = route.stack
          .filter(layer => layer.method === method)
          .map(layer => layer.handle.permission ?? null);
        return paths.map(path => ({ method, path, handlers }));
      });
    });
  return walk(stackOf(app));
}

/** Routes a merchant may use: open ones, and those of their own account and shop. */
export const merchantRoutes = (app: Express): RouteEntry[] =>
  declaredRoutes(app)
    .filter(({ handlers: [access] }) => access === 'open' || access === 'account.own' || access === 'shop.own')
    .map(({ method, path }) => ({ method, path }));

/** How many handlers hang below a path without being a route: their guards could not be told. */
export function hiddenHandlers(app: Express): number {
  const walk = (stack: readonly Layer[]): number =>
    stack.reduce(
      (sum, { route, handle, slash }) =>
        sum + (route === undefined && !slash ? 1 : 0) + (handle?.stack === undefined ? 0 : walk(handle.stack)),
      0,
    );
  return walk(stackOf(app));
}

const stackOf = (app: Express): readonly Layer[] => (app.router as unknown as { stack: readonly Layer[] }).stack;

export const filled = (path: string): string =>
  path
    .replace('/admin/jobs/:id', '/admin/jobs/319')
    .replace('/admin/health/schedules/:id', '/admin/health/schedules/health')
    .replace('/sync/runs/:id', '/sync/runs/318')
    .replace('/notices/:id', '/notices/501')
    .replace('/admin/logs/:id', '/admin/logs/906')
    .replace('/catalog/products/:id', '/catalog/products/product-1')
    .replace(':user', '1')
    .replace(':album', '7')
    .replace(':service', 'evotor')
    .replace(':gid', 'white')
    .replace(':id', 'store-1');
