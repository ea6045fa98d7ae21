import type { Request, RequestHandler, Response } from 'express';
import { isOperator } from '../../domain/access/permissions.js';
import { isMerchant } from '../middleware/require-permission.js';
import { contentPolicy } from '../middleware/security-headers.js';

/** Where people who need help may turn to; both are up to the installation. */
export interface HelpOptions {
  readonly supportEmail?: string | null;
  readonly jivositeWidgetId?: string | null;
  readonly isSecure: boolean;
}

/** What a page prints of it. */
export interface PageHelp {
  /** `null` = no address is configured. */
  readonly support: { readonly email: string; readonly href: string } | null;
  /** Address of the chat's script; `null` = this page has no chat. */
  readonly chat: string | null;
}

/** JivoSite serves its script, pictures, sounds and messages from hosts of this one domain. */
const JIVOSITE = 'https://*.jivosite.com';
const JIVOSITE_SCRIPTS = 'https://code.jivosite.com/widget/';

/** Addresses that carry a secret: the chat tells its makers which page somebody is on. */
const SECRET_PATHS = new Set(['/reset-password', '/invite', '/confirm-email', '/notices/unsubscribe', '/vk/callback']);
const SECRET_NAMES = ['token', 'code'];

/** The chat on a merchant's or a stranger's page opens the policy of that very page, and of no other. */
export function createHelp({ supportEmail = null, jivositeWidgetId = null, isSecure }: HelpOptions) {
  const allowChat: RequestHandler = contentPolicy(isSecure, {
    scriptSrc: [JIVOSITE],
    // It writes its styles into the page.
    styleSrc: ["'unsafe-inline'", JIVOSITE],
    imgSrc: [JIVOSITE],
    fontSrc: [JIVOSITE],
    connectSrc: [JIVOSITE, JIVOSITE.replace('https:', 'wss:')],
    frameSrc: [JIVOSITE],
    mediaSrc: [JIVOSITE],
  });
  return (req: Request, res: Response): PageHelp => {
    const hasChat = jivositeWidgetId !== null && mayChat(req, res);
    if (hasChat) allowChat(req, res, () => undefined);
    return {
      support: supportEmail === null ? null : { email: supportEmail, href: mailto(supportEmail, res.locals.requestId) },
      chat: hasChat ? JIVOSITE_SCRIPTS + encodeURIComponent(jivositeWidgetId) : null,
    };
  };
}

/** Nothing of the merchant is handed to the chat, and operators, who see what belongs to others, have none. */
function mayChat(req: Request, res: Response): boolean {
  const { user } = res.locals;
  if (user !== undefined && (!isMerchant(user) || isOperator(user))) return false;
  // Express takes `/Invite/` for `/invite`.
  const path = req.path.toLowerCase().replace(/\/+$/u, '');
  return !SECRET_PATHS.has(path) && !SECRET_NAMES.some(name => req.query[name] !== undefined);
}

/** The number of the request is in the subject, so that whoever answers finds it in the log. */
const mailto = (email: string, requestId: string): string =>
  `mailto:${encodeURIComponent(email).replace('%40', '@')}?subject=${encodeURIComponent(`EvoSync, номер ${requestId}`)}`;
