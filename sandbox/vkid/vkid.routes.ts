import express, { Router, type Request } from 'express';
import { contractValidator } from '../contracts/contract-schemas.js';
import { formFields } from '../pages/form-fields.js';
import { renderPage } from '../pages/render-page.js';
import type { Sandbox } from '../sandbox.js';
import { strikeCall } from '../script/strike-call.js';
import { loseAnswer, playBefore, waitAfter } from '../transport-fault.js';
import { issueCode, redeem, VkIdRefusal } from './grants.js';

/** What the consent page needs to know of the request. */
interface Asked {
  client_id: string;
  redirect_uri: string;
  state: string;
  code_challenge: string;
  scope: string;
}

/** VK ID (OAuth 2.1): consent page, code and refresh exchange, the captcha page. */
export function vkIdRoutes(sandbox: Sandbox): Router {
  const router = Router();
  router.use(express.urlencoded({ extended: false }));
  router.get('/authorize', async (req, res) => {
    const asked = readAuthorize(req.query);
    if (typeof asked === 'string') return void res.status(400).type('text/plain').send(`VK ID: ${asked}`);
    const users = [...sandbox.world.merchants.values()].map(merchant => ({
      merchant: merchant.title,
      ...sandbox.world.users.get(merchant.vkUserId),
    }));
    const rights = asked.scope.split(/[\s,]+/).filter(scope => scope !== '');
    res.send(
      await renderPage(sandbox, 'consent', {
        title: 'Вход с VK ID',
        asked,
        users,
        rights,
        host: new URL(asked.redirect_uri).host,
      }),
    );
  });
  router.post('/authorize', (req, res) => {
    const body = formFields(req);
    const asked = readAuthorize({ ...body, response_type: 'code', code_challenge_method: 's256' });
    if (typeof asked === 'string') return void res.status(400).type('text/plain').send(`VK ID: ${asked}`);
    const target = new URL(asked.redirect_uri);
    target.searchParams.set('state', asked.state);
    if (body['decision'] !== 'allow') {
      target.searchParams.set('error', 'access_denied');
      target.searchParams.set('error_description', 'user denied');
      return res.redirect(303, target.href);
    }
    const grant = issueCode(sandbox, Number(body['user_id']), {
      clientId: asked.client_id,
      redirectUri: asked.redirect_uri,
      challenge: asked.code_challenge,
      scope: asked.scope,
    });
    if (grant === undefined) return void res.status(400).type('text/plain').send('VK ID: unknown user');
    target.searchParams.set('code', grant.value);
    target.searchParams.set('device_id', grant.deviceId);
    target.searchParams.set('expires_in', '600');
    target.searchParams.set('type', 'code_v2');
    res.redirect(303, target.href);
  });
  router.post('/oauth2/auth', async (req, res) => {
    const at = sandbox.clock.now();
    const body = formFields(req);
    const merchant = sandbox.world.grants.get(body['refresh_token'] ?? body['code'] ?? '')?.merchantId;
    const struck = strikeCall(sandbox, { vendor: 'vkid', method: body['grant_type'] ?? '', merchant });
    const { effect } = struck;
    const note = (outcome: string): void => {
      sandbox.record({
        at,
        vendor: 'vkid',
        method: 'POST /oauth2/auth',
        outcome,
        params: { grant_type: body['grant_type'] ?? '' },
        ms: sandbox.clock.now() - at,
        ...(merchant === undefined ? {} : { merchant }),
        ...(struck.names.length === 0 ? {} : { faults: struck.names }),
      });
      struck.afterwards();
    };
    const ended = await playBefore(effect, req, res);
    if (ended !== undefined) return note(ended);
    try {
      if (effect?.kind === 'apiError') throw new VkIdRefusal(effect.message ?? 'invalid_grant', 'on order');
      const reply = redeem(sandbox, body, addressOf(req));
      note(effect?.kind === 'lostAnswer' ? 'lost:ok' : 'ok');
      if (loseAnswer(effect, req, res, JSON.stringify(reply))) return;
      await waitAfter(effect);
      res.json(reply);
    } catch (error) {
      if (!(error instanceof VkIdRefusal)) throw error;
      note(`error:${error.error}`);
      res.status(400).json({
        error: error.error,
        error_description: error.message,
        ...(body['state'] === undefined ? {} : { state: body['state'] }),
      });
    }
  });
  for (const [path, code] of [
    ['/not_robot_captcha', 14],
    ['/validate', 17],
  ] as const) {
    router.get(path, async (_req, res) => void res.send(await renderPage(sandbox, 'captcha', { title: 'Проверка' })));
    router.post(path, async (_req, res) => {
      sandbox.faults.clearPersonCheck(code);
      res.send(await renderPage(sandbox, 'captcha', { title: 'Проверка', passed: true }));
    });
  }
  return router;
}

/** The address a token is bound to. */
function addressOf(req: Request): string {
  return req.socket.remoteAddress ?? '';
}

function readAuthorize(query: object): Asked | string {
  const validate = contractValidator('vk', 'vkid.authorize.query');
  if (!validate(query))
    return (validate.errors ?? []).map(error => `${error.instancePath} ${error.message ?? ''}`.trim()).join('; ');
  const asked = query as Omit<Asked, 'scope'> & { scope?: string };
  if (!URL.canParse(asked.redirect_uri)) return 'redirect_uri is invalid';
  if (!/^[A-Za-z0-9_-]{43}$/.test(asked.code_challenge)) return 'code_challenge must be base64url of sha256';
  return { ...asked, scope: asked.scope ?? '' };
}
