import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ejs from 'ejs';
import { Router, type RequestHandler } from 'express';
import { AppError } from '../../domain/errors.js';
import type { AssetRegistry } from '../assets/asset-registry.js';
import { openToAll } from '../middleware/require-permission.js';
import { contentPolicy } from '../middleware/security-headers.js';
import type { DocFiles } from './doc-files.js';
import { openApiDocument } from './openapi-document.js';

export interface ApiDocsOptions {
  readonly projectRoot: string;
  readonly baseUrl: string;
  readonly isSecure: boolean;
  readonly assets: AssetRegistry;
  readonly files: DocFiles;
}

const VIEWERS = {
  '/docs': { viewer: 'swagger', title: 'Swagger UI', style: 'swagger-ui.css', script: 'swagger-ui-bundle.js' },
  '/redoc': { viewer: 'redoc', title: 'ReDoc', style: null, script: 'bundles/redoc.standalone.js' },
} as const;

/** The description of our API, and two viewers of it: open to all, without a session, from this host alone. */
export function apiDocsRoutes({ projectRoot, baseUrl, isSecure, assets, files }: ApiDocsOptions): Router {
  const router = Router();
  let text: string | null = null;

  router.get('/openapi.json', openToAll, (_req, res) => {
    text ??= JSON.stringify(openApiDocument({ baseUrl, isSecure, version: versionOf(projectRoot) }));
    res.set({ 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-cache' }).send(text);
  });

  // Both viewers write styles into their pages. Scripts stay ours, and what is typed in them goes to this host alone.
  const withStyles: RequestHandler = contentPolicy(isSecure, { styleSrc: ["'unsafe-inline'"] });
  for (const [path, { viewer, title, style, script }] of Object.entries(VIEWERS)) {
    router.get(path, openToAll, withStyles, async (_req, res) => {
      const scriptUrl = files.url(script);
      if (scriptUrl === null) throw new AppError('unavailable', 'API_DOCS.NOT_BUILT');
      const html = await ejs.renderFile(
        join(projectRoot, 'views', 'layouts', 'api-docs.ejs'),
        {
          viewer,
          title,
          asset: (name: string) => assets.url(name),
          style: style === null ? null : files.url(style),
          script: scriptUrl,
          viewers: Object.entries(VIEWERS).map(([href, one]) => ({ href, title: one.title, isCurrent: href === path })),
        },
        { cache: true, rmWhitespace: true },
      );
      res.set({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-cache' }).send(html);
    });
  }
  return router;
}

function versionOf(projectRoot: string): string {
  return (JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as { version: string }).version;
}
