import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import ejs from 'ejs';
import type { Request, Response } from 'express';
import { isOperator } from '../../domain/access/permissions.js';
import type { AssetRegistry } from '../assets/asset-registry.js';
import { csrfTokenOf } from '../middleware/csrf.js';
import { presentFlash } from './flash-line.js';
import { takeFlash } from './flash.js';
import type { PageHelp } from './help.js';
import type { Section } from './menu.js';
import { menuFor } from './menu.js';
import { THEMES, THEME_WORDS, themeOf } from './theme.js';

/** One page: which view, under which title, with which ready-made values. */
export interface Page {
  /** Path under `views/pages`, without the ending. */
  readonly view: string;
  readonly title: string;
  /** What the view prints; every value is ready. */
  readonly model: object;
  readonly section?: Section;
  readonly status?: number;
  /** Without scripts the page reloads itself after so many seconds. */
  readonly refreshSeconds?: number;
  /** The page is used with htmx (live progress, checks in place). */
  readonly isLive?: boolean;
  /** The page lists what needs the merchant itself: it has no line about it on top. */
  readonly showsNeeds?: boolean;
}

export interface PagePresenter {
  page(req: Request, res: Response, page: Page): Promise<void>;
  /** A piece of a page, for htmx to put in place. */
  fragment(req: Request, res: Response, partial: string, model: object): Promise<void>;
}

const pack = promisify(gzip);

/** Renders the views of one project folder; compiled templates are kept. */
export function createPagePresenter(
  projectRoot: string,
  assets: AssetRegistry,
  helpOf: (req: Request, res: Response) => PageHelp,
): PagePresenter {
  const views = join(projectRoot, 'views');
  const render = (view: string, data: object): Promise<string> =>
    ejs.renderFile(join(views, `${view}.ejs`), data, { root: views, cache: true, rmWhitespace: true });

  const layoutFor = (req: Request, res: Response) => ({
    requestId: res.locals.requestId,
    theme: themeOf(req),
    asset: (name: string) => assets.url(name),
    icon: (name: string) => assets.icon(name),
    /** Asked for by forms only: a page without one makes no session. */
    get csrf() {
      return csrfTokenOf(req);
    },
  });

  const send = async (req: Request, res: Response, html: string): Promise<void> => {
    res.set({ 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'private, no-store' });
    res.vary('Accept-Encoding');
    if (req.acceptsEncodings('gzip') !== 'gzip') return void res.end(html);
    res.set('Content-Encoding', 'gzip').end(await pack(html));
  };

  return {
    async page(req, res, page) {
      const flash = takeFlash(req);
      const user = res.locals.user ?? null;
      const layout = Object.assign(layoutFor(req, res), {
        ...helpOf(req, res),
        title: page.title,
        view: `/pages/${page.view}`,
        menu: user === null ? [] : menuFor(user, page.section ?? null),
        user: user === null ? null : { email: user.email },
        isOperator: user !== null && isOperator(user),
        flash: flash === null ? null : presentFlash(flash),
        themes: THEMES.map(theme => ({ value: theme, label: THEME_WORDS[theme], isCurrent: theme === themeOf(req) })),
        path: req.method === 'GET' ? req.originalUrl : '/',
        refreshSeconds: page.refreshSeconds ?? null,
        isLive: page.isLive ?? false,
        banner: page.showsNeeds === true || user === null ? null : (res.locals.needBanner ?? null),
      });
      const html = await render('layouts/page', { layout, page: page.model });
      res.status(page.status ?? 200);
      await send(req, res, html);
    },
    async fragment(req, res, partial, model) {
      await send(req, res, await render(`partials/${partial}`, { layout: layoutFor(req, res), ...model }));
    },
  };
}
