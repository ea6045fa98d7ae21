import type { Request } from 'express';

export const THEMES = ['light', 'dark', 'auto'] as const;
export type Theme = (typeof THEMES)[number];

export const THEME_COOKIE = 'theme';
export const THEME_WORDS: Readonly<Record<Theme, string>> = { light: 'Светлая', dark: 'Тёмная', auto: 'Как в системе' };

/** The look the visitor chose; without a choice the system's. */
export function themeOf(req: Request): Theme {
  const chosen = /(?:^|;\s*)theme=(light|dark)(?:;|$)/u.exec(req.headers.cookie ?? '')?.[1];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'auto';
}
