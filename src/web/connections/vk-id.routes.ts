import { Router } from 'express';
import type { Request, Response } from 'express';
import { AppError, isAppError } from '../../domain/errors.js';
import type { Chosen } from '../../services/connections/vk-id/vk-id-contracts.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import { problemCard } from '../texts/problem.js';
import { actAndReturn } from '../web-context.js';
import type { WebContext } from '../web-context.js';
import { communityChangePage, communityPage } from './community.page.js';
import { attemptId, callbackQuery, communityForm } from './vk-id.schema.js';

/** Signing in with VK ID, choosing a community, and a captcha's page. */
export function vkIdRoutes({ services: { vkId }, presenter }: WebContext): Router {
  const router = Router();
  const vkPage = links.connection('vk');

  router.get('/vk/connect', requireMerchant, async (req, res) => {
    let target = vkPage;
    await actAndReturn(
      req,
      res,
      () => target,
      async () => {
        target = await vkId.begin({ userId: merchantId(res), sessionId: req.sessionID });
        return null;
      },
    );
  });

  router.get('/vk/callback', requireMerchant, async (req, res) => {
    const { device_id: deviceId, ...answer } = callbackQuery.parse(req.query);
    let target = vkPage;
    await actAndReturn(
      req,
      res,
      () => target,
      async () => {
        const userId = merchantId(res);
        await vkId.answer({ userId, sessionId: req.sessionID, answer: { ...answer, deviceId } });
        target = links.community;
        return null;
      },
    );
  });

  router.get('/vk/community', requireMerchant, async (req, res) => {
    const choice = await vkId.choice(merchantId(res));
    if (choice === null) return goBack(req, res, 'VK_ID.CHOICE_OVER');
    await presenter.page(req, res, communityPage({ choice }));
  });

  router.post('/vk/community', requireMerchant, async (req, res) => {
    const userId = merchantId(res);
    const form = parseForm(communityForm, req.body);
    try {
      if (!form.ok) throw new AppError('invalid', 'VK.GROUP_ID_INVALID');
      const { attempt, community: groupId, sure: isSure } = form.value;
      showChosen(req, res, await vkId.choose({ userId, attemptId: attempt, groupId, isSure }));
    } catch (refusal) {
      if (!isAppError(refusal) || refusal.kind === 'bug') throw refusal;
      const choice = await vkId.choice(userId);
      if (choice === null) return goBack(req, res, form.ok ? refusal.code : 'VK_ID.CHOICE_OVER');
      const page = communityPage({
        choice,
        typed: typed(req.body, 'community'),
        ...(form.ok ? { card: problemCard(refusal.code, refusal.details) } : { errors: form.errors }),
      });
      await presenter.page(req, res, { ...page, status: refusal.kind === 'unavailable' ? 503 : 422 });
    }
  });

  router.get('/vk/change', requireMerchant, async (req, res) => {
    const id = attemptId.safeParse(req.query['attempt']);
    if (!id.success) throw new AppError('not_found', 'PAGE.NOT_FOUND');
    try {
      await presenter.page(req, res, communityChangePage(await vkId.change(merchantId(res), id.data)));
    } catch (refusal) {
      if (!isAppError(refusal) || refusal.kind !== 'conflict') throw refusal;
      goBack(req, res, refusal.code);
    }
  });

  router.post('/vk/captcha', requireMerchant, async (req, res) => {
    try {
      const { page } = await vkId.probeCaptcha(merchantId(res));
      if (page !== null) {
        // Not a redirect: a form may not lead to another host. The header opens VK's page, and the link does without it.
        res.set('Refresh', `0; url=${page}`);
        const model = { href: page, back: vkPage };
        return await presenter.page(req, res, {
          view: 'connections/captcha',
          title: 'Проверка VK',
          section: 'connections',
          model,
        });
      }
      req.session.flash = said('VK снова пускает нас. Обмен продолжится в течение минуты.');
    } catch (refusal) {
      if (!isAppError(refusal) || refusal.kind === 'bug') throw refusal;
      req.session.flash = { kind: 'problem', code: refusal.code, details: refusal.details };
    }
    res.redirect(303, vkPage);
  });

  return router;
}

/** The page of VK, which then says what stood in the way. */
function goBack(req: Request, res: Response, code: string): void {
  req.session.flash = { kind: 'problem', code, details: {} };
  res.redirect(303, links.connection('vk'));
}

/** To the dashboard with the lights, or to the question whether another community is meant. */
export function showChosen(req: Request, res: Response, chosen: Chosen): void {
  if (chosen.kind === 'asks') return res.redirect(303, links.communityChange(chosen.attemptId));
  const { result, isReconnect } = chosen;
  req.session.flash = { kind: 'check', service: 'vk', connected: true, kept: isReconnect, ...result };
  res.redirect(303, links.connections);
}
