import type { Request } from 'express';
import type { CheckLight, VendorService } from '../../services/web-services.js';
import type { ErrorDetails } from '../../domain/errors.js';

export type Tone = 'fine' | 'need' | 'broken' | 'info' | 'neutral';

/** What the next page says once: a sentence, what went wrong, or the lights of a check just made. */
export type Flash =
  | { readonly kind: 'said'; readonly tone: Tone; readonly text: string }
  | { readonly kind: 'problem'; readonly code: string; readonly details: ErrorDetails }
  | {
      readonly kind: 'check';
      readonly service: VendorService;
      readonly ok: boolean;
      readonly lights: readonly CheckLight[];
      /** Whether the connection was made just now, or only looked at. */
      readonly connected: boolean;
      /** Connected anew to what was connected before: everything known of it stays. */
      readonly kept?: boolean;
    };

export const said = (text: string, tone: Tone = 'fine'): Flash => ({ kind: 'said', tone, text });

/** Takes the flash out of the session: it is shown once. A request may fail before it has a session. */
export function takeFlash(req: Partial<Pick<Request, 'session'>>): Flash | null {
  const flash = req.session?.flash ?? null;
  if (flash !== null) delete req.session?.flash;
  return flash;
}
