import { Router, type Request, type Response } from 'express';
import type { Sandbox } from '../sandbox.js';
import { isTransport, loseAnswer, playBefore } from '../transport-fault.js';
import type { FaultEffect } from '../world/faults.js';
import type { VkToken } from '../world/world.js';
import { admit, findToken } from './access.js';
import { errorAnswer, failureFromFault } from './error-answer.js';
import { runExecute, type InnerOutcome } from './execute/run-execute.js';
import { VK_METHODS } from './method-table.js';
import { readParams } from './read-request.js';
import { runMethod } from './run-method.js';
import { VkFailure } from './vk-failure.js';

/** Parameters every method takes besides its own. */
const COMMON = ['access_token', 'v', 'lang', 'test_mode', 'success_token', 'remixstlid', 'confirm'];

interface Seen {
  token?: VkToken;
  params: Map<string, string>;
  inner: InnerOutcome[];
}

/** `POST /method/<name>`: the VK API. Errors travel with HTTP 200 in VK's envelope. */
export function vkRoutes(sandbox: Sandbox): Router {
  const router = Router({ caseSensitive: true });
  router.all('/method/:method', async (req, res) => {
    const method = req.params['method'];
    const at = sandbox.clock.now();
    const seen: Seen = { params: new Map(), inner: [] };
    let effect: FaultEffect | undefined;
    let body: string;
    let outcome = 'ok';
    try {
      seen.params = await readParams(req);
      const token = identify(sandbox, req, seen);
      // Every arrival counts, even one that a fault then swallows.
      const target = { vendor: 'vk', method, merchant: token.merchantId } as const;
      effect = sandbox.faults.strike(
        target,
        known => isTransport(known) || (known.kind === 'apiError' && !solved(known, seen.params)),
      );
      admit(sandbox, token);
      const ended = await playBefore(effect, req, res);
      if (ended !== undefined) return note(ended);
      if (effect?.kind === 'apiError') throw failureFromFault(effect);
      body = JSON.stringify(answer(sandbox, token, method, seen));
    } catch (error) {
      if (!(error instanceof VkFailure)) throw error;
      outcome = `error:${error.code}`;
      body = errorAnswer(sandbox, error, method, seen.params);
    }
    if (loseAnswer(effect, req)) return note(`lost:${outcome}`);
    note(outcome);
    res.status(200).type('application/json').send(body);

    function note(result: string): void {
      sandbox.record({
        at,
        vendor: 'vk',
        method,
        outcome: result,
        params: journalParams(seen.params),
        ms: sandbox.clock.now() - at,
        ...(seen.token === undefined ? {} : { merchant: seen.token.merchantId }),
        ...(seen.inner.length === 0 ? {} : { inner: seen.inner }),
      });
    }
  });
  router.use(
    (_req: Request, res: Response) =>
      void res.status(404).type('text/html').send('<html><body>404 Not Found</body></html>'),
  );
  return router;
}

function identify(sandbox: Sandbox, req: Request, seen: Seen): VkToken {
  const bearer = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1];
  const token = findToken(sandbox, seen.params.get('access_token') ?? bearer, req.socket.remoteAddress ?? '');
  seen.token = token;
  return token;
}

function answer(sandbox: Sandbox, token: VkToken, method: string, seen: Seen): unknown {
  if (method !== 'execute' && !VK_METHODS.has(method)) throw new VkFailure(3);
  const version = seen.params.get('v');
  if (version === undefined) throw new VkFailure(8, 'v (version) is required');
  if (version !== '5.199') throw new VkFailure(8, 'versions other than 5.199 are not supported here');
  const own = new Map([...seen.params].filter(([name]) => !COMMON.includes(name)));
  if (method === 'execute') return runExecute(sandbox, token, own, seen.inner);
  return { response: runMethod(sandbox, token, method, own) };
}

/** A captcha on order lets a call through that brings the proof of a person. */
function solved(effect: FaultEffect, params: Map<string, string>): boolean {
  return effect.kind === 'apiError' && effect.code === 14 && params.has('success_token');
}

function journalParams(params: Map<string, string>): Record<string, string> {
  return Object.fromEntries(
    [...params].filter(([name]) => !/token/i.test(name)).map(([name, value]) => [name, value.slice(0, 2000)]),
  );
}
