import { Router } from 'express';
import type { Request } from 'express';
import { AppError } from '../../domain/errors.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { localPath } from '../local-path.js';
import { merchantId, openToAll, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { noticesPage } from './notices.page.js';
import { mailForm, noticeId, noticesQuery, unsubscribeToken } from './notices.schema.js';
import { unsubscribePage } from './unsubscribe.page.js';

/** What the merchant was told, and the switch of the letters. */
export function noticeRoutes({ services: { notices }, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/notices', requireMerchant, async (req, res) => {
    const { page } = noticesQuery.parse(req.query);
    const found = await notices.history(merchantId(res), page);
    await presenter.page(req, res, noticesPage(found, page, clock.now()));
  });

  router.post('/notices/mail', requireMerchant, async (req, res) => {
    const form = parseForm(mailForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    await actAndReturn(req, res, '/notices', async () => {
      const isOn = form.value.mail === 'on';
      await notices.setMail(merchantId(res), isOn);
      return said(isOn ? 'Письма включены.' : 'Письма отключены. Уведомления остаются на «Обзоре».');
    });
  });

  router.post('/notices/:id/snooze', requireMerchant, async (req, res) => {
    await actAndReturn(req, res, backOf(req), async () => {
      await notices.snooze(merchantId(res), idOf(req));
      return said('Напомним через сутки, если это ещё будет нужно.', 'info');
    });
  });

  router.post('/notices/:id/dismiss', requireMerchant, async (req, res) => {
    await actAndReturn(req, res, backOf(req), async () => {
      await notices.dismiss(merchantId(res), idOf(req));
      return null;
    });
  });

  // Without a log-in: the letter's own link says whose letters they are. Opening it changes nothing, for mail programs
  // open links by themselves.
  router.get('/notices/unsubscribe', openToAll, async (req, res) => {
    const token = unsubscribeToken.parse(req.query['token']);
    await presenter.page(req, res, unsubscribePage(token, await notices.unsubscribing(token)));
  });

  router.post('/notices/unsubscribe', openToAll, async (req, res) => {
    const token = unsubscribeToken.parse(typed(req.body, 'token'));
    await notices.unsubscribe(token);
    res.redirect(303, links.unsubscribe(token));
  });

  return router;
}

/** «Позже» stands on several pages, and leads back to its own. */
const backOf = (req: Request): string => localPath(typed(req.body, 'back'), '/overview');

function idOf(req: Request): number {
  const id = noticeId.safeParse(req.params['id']);
  if (!id.success) throw new AppError('not_found', 'NOTICE.NOT_FOUND');
  return id.data;
}
