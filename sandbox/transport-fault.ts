import type { Request, Response } from 'express';
import { setTimeout as wait } from 'node:timers/promises';
import type { FaultEffect } from './world/faults.js';

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
  if (effect?.kind === 'delay') await wait(effect.ms);
  if (effect?.kind === 'reset') {
    req.socket.resetAndDestroy();
    return 'reset';
  }
  if (effect?.kind === 'httpStatus') {
    res
      .status(effect.status)
      .type(effect.contentType ?? 'text/html')
      .send(effect.body ?? HTML_FAULT);
    return `http:${effect.status}`;
  }
  return undefined;
}

/** After processing: true when the answer is to get lost; the connection is cut, or left hanging until the client gives up. */
export function loseAnswer(effect: FaultEffect | undefined, req: Request): boolean {
  if (effect?.kind !== 'lostAnswer') return false;
  if (effect.how !== 'hang') req.socket.destroy();
  return true;
}
