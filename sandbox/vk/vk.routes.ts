import { Router, type Request, type Response } from 'express';
import type { Sandbox } from '../sandbox.js';
import { strikeCall } from '../script/strike-call.js';
import { isTransport, loseAnswer, playBefore, waitAfter } from '../transport-fault.js';
import type { FaultEffect } from '../world/fault-rules.js';
import type { VkToken } from '../world/world.js';
import { admit, findToken } from './access.js';
import { errorAnswer, failureFromFault } from './error-answer.js';
import { runExecute } from './execute/run-execute.js';
import { VK_METHODS } from './method-table.js';
import { noteCall } from './note-call.js';
import { readParams } from './read-request.js';
import { runMethod } from './run-method.js';
import type { Seen } from './seen-call.js';
import { VkFailure } from './vk-failure.js';

/** Parameters every method takes besides its own. */
const COMMON = ['access_token', 'v', 'lang', 'test_mode', 'success_token', 'remixstlid', 'confirm'];

/** `POST /method/<name>`: the VK API. Errors travel with HTTP 200 in VK's envelope. */
export function vkRoutes(sandbox: Sandbox): Router {
  const router = Router({ caseSensitive: true });
  router.all('/method/:method', async (req, res) => {
    const { method } = req.params;
    const seen: Seen = { method, at: sandbox.clock.now(), params: new Map(), inner: [], touched: [] };
    let body: string;
    let outcome = 'ok';
    try {
      seen.params = await readParams(req);
      let token = identify(sandbox, req, seen);
      // Every arrival counts, even one that a fault then swallows.
      seen.struck = strikeCall(
        sandbox,
        { vendor: 'vk', method, merchant: token.merchantId, params: seen.params },
        { token },
        known => isTransport(known) || (known.kind === 'apiError' && !solved(known, seen.params)),
      );
      const { effect } = seen.struck;
      // An action of a rule may have taken the token away just now.
      if (seen.struck.names.length > 0) token = identify(sandbox, req, seen);
      admit(sandbox, token);
      const ended = await playBefore(effect, req, res);
      if (ended !== undefined) return noteCall(sandbox, seen, ended);
      if (effect?.kind === 'apiError') throw failureFromFault(effect);
      body = JSON.stringify(answer(sandbox, token, method, seen));
    } catch (error) {
      if (!(error instanceof VkFailure)) throw error;
      outcome = `error:${error.code}`;
      body = errorAnswer(sandbox, error, method, seen.params);
    }
    const effect = seen.struck?.effect;
    noteCall(sandbox, seen, effect?.kind === 'lostAnswer' ? `lost:${outcome}` : outcome);
    if (loseAnswer(effect, req, res, body)) return;
    await waitAfter(effect);
    res.status(200).type('application/json').send(body);
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
  if (version !== '5.199' && !knowsLater(sandbox, token))
    throw new VkFailure(8, 'versions other than 5.199 are not supported here');
  const own = new Map([...seen.params].filter(([name]) => !COMMON.includes(name)));
  if (method === 'execute') return runExecute(sandbox, token, own, seen.inner, seen.touched);
  return { response: runMethod(sandbox, token, method, own, seen.touched, version) };
}

function knowsLater(sandbox: Sandbox, { merchantId }: VkToken): boolean {
  const merchant = sandbox.merchant(merchantId);
  return merchant !== undefined && sandbox.shopOf(merchant).switches.laterVersions === true;
}

/** A captcha on order lets a call through that brings the proof of a person, a confirmation one that brings consent. */
function solved(effect: FaultEffect, params: Map<string, string>): boolean {
  if (effect.kind !== 'apiError') return false;
  return (effect.code === 14 && params.has('success_token')) || (effect.code === 24 && params.get('confirm') === '1');
}
