import type { Request } from 'express';

/** A program asks, not a browser: the answer is JSON. */
export const wantsJson = (req: Request): boolean => req.accepts(['html', 'json']) === 'json';

/** htmx asks for a piece of the page it stands on. */
export const wantsFragment = (req: Request): boolean => req.get('HX-Request') === 'true';
