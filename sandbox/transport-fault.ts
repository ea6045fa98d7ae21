import type { Request, Response } from 'express';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultEffect } from './world/fault-rules.js';

const HTML_FAULT =
  '<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>';

/** Effects that concern the connection and not the answer's content. */
export function isTransport(effect: FaultEffect): boolean {
  return ['httpStatus', 'reset', 'lostAnswer', 'delay'].includes(effect.kind);
}

/**
 * Plays the part of a fault that comes before processing.
 * Returns the outcome for the journal when the call ends here, undefined when it goes on.
 */
export async function playBefore(
  effect: FaultEffect | undefined,
  req: Request,
  res: Response,
): Promise<string | undefined> {
  if (effect?.kind === 'delay' && effect.after !== true) await wait(effect.ms);
  if (effect?.kind === 'reset') {
    req.socket.resetAndDestroy();
    return 'reset';
  }
  if (effect?.kind === 'httpStatus') {
    res
      .status(effect.status)
      .set(effect.headers ?? {})
      .type(effect.contentType ?? 'text/html')
      .send(effect.body ?? HTML_FAULT);
    return `http:${effect.status}`;
  }
  return undefined;
}

/** A slow answer to work that is done already. */
export async function waitAfter(effect: FaultEffect | undefined): Promise<void> {
  if (effect?.kind === 'delay' && effect.after === true) await wait(effect.ms);
}

/** After processing: true when the answer is to get lost, in the way the effect says; `body` is what would have been sent. */
export function loseAnswer(effect: FaultEffect | undefined, req: Request, res: Response, body: string): boolean {
  if (effect?.kind !== 'lostAnswer') return false;
  switch (effect.how) {
    case 'hang':
      break;
    case 'html':
      res.status(502).type('text/html').send(HTML_FAULT);
      break;
    case 'truncate':
      res
        .status(200)
        .type('application/json')
        .send(body.slice(0, Math.floor(body.length / 2)));
      break;
    case 'empty':
      res.status(200).type('application/json').send('');
      break;
    default:
      req.socket.destroy();
  }
  return true;
}
