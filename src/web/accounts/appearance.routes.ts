import { Router } from 'express';
import { typed } from '../forms/parse-form.js';
import { localPath } from '../local-path.js';
import { openToAll } from '../middleware/require-permission.js';
import { THEMES, THEME_COOKIE } from '../render/theme.js';

const YEAR_MS = 365 * 24 * 60 * 60 * 1000;

/** The light or dark look, kept in a cookie of its own: it is the browser's, not the account's. */
export function appearanceRoutes(isSecure: boolean): Router {
  const router = Router();
  router.post('/appearance', openToAll, (req, res) => {
    const theme = THEMES.find(known => known === typed(req.body, 'theme')) ?? 'auto';
    res.cookie(THEME_COOKIE, theme, { maxAge: YEAR_MS, sameSite: 'lax', secure: isSecure, httpOnly: true });
    res.redirect(303, localPath(typed(req.body, 'back'), '/'));
  });
  return router;
}
