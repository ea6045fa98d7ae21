import type { UserId } from '../src/domain/brand.js';
import type { RunAnswer, RunRequest } from './contracts.js';

type Ask = (userId: UserId, request: RunRequest) => Promise<RunAnswer>;

interface Next {
  readonly answer: Promise<RunAnswer>;
}

/**
 * Lets wishes of the same merchant and kind that come while one is being asked share the one after it: any number of
 * presses at once are two questions. A wish never shares one that was asked before it was made. Wishes about a certain
 * job are not shared.
 */
export function shareWishes(ask: Ask): Ask {
  const asking = new Map<string, Promise<unknown>>();
  const next = new Map<string, Next>();

  function askNow(key: string, userId: UserId, request: RunRequest): Promise<RunAnswer> {
    const answer = ask(userId, request).finally(() => {
      if (asking.get(key) === settled) asking.delete(key);
    });
    const settled: Promise<unknown> = answer.catch(() => undefined);
    asking.set(key, settled);
    return answer;
  }

  function share(key: string, before: Promise<unknown>, userId: UserId, request: RunRequest): Promise<RunAnswer> {
    const waiting = next.get(key);
    // Who shares a wish did not start its run.
    if (waiting)
      return waiting.answer.then(answer => (answer.outcome === 'started' ? { ...answer, outcome: 'joined' } : answer));
    const answer = before.then(() => {
      next.delete(key);
      return askNow(key, userId, { ...request, askedAtMs: Date.now() });
    });
    next.set(key, { answer });
    return answer;
  }

  return (userId, request) => {
    if (request.sourceJobId !== undefined || request.options !== undefined) return ask(userId, request);
    const key = `${userId} ${request.kind} ${request.trigger}`;
    const before = asking.get(key);
    const timed = { askedAtMs: Date.now(), ...request };
    return before === undefined ? askNow(key, userId, timed) : share(key, before, userId, timed);
  };
}
