import { Router } from 'express';
import type { Request, Response } from 'express';
import { isAppError } from '../../domain/errors.js';
import type { CheckResult, ConnectionCard, VendorService } from '../../services/web-services.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { merchantId } from '../middleware/require-merchant.js';
import type { WebContext } from '../web-context.js';
import { connectPage } from './connect.page.js';
import { evotorForm, vkForm } from './connect.schema.js';

/** The two connecting forms. The dashboard's router has let merchants only through to here. */
export function connectionFormRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();

  const cardOf = async (res: Response, service: VendorService): Promise<ConnectionCard> => {
    const cards = await services.connections.cards(merchantId(res));
    return cards.find(card => card.service === service) ?? { service, connection: null };
  };

  for (const service of ['evotor', 'vk'] as const) {
    router.get(`/${service}`, async (req, res) => {
      await presenter.page(req, res, connectPage({ card: await cardOf(res, service), now: clock.now() }));
    });
  }

  /** Connects and shows the lights, or the form again with what was wrong. */
  const connect = async (
    req: Request,
    res: Response,
    service: VendorService,
    act: () => Promise<CheckResult>,
  ): Promise<void> => {
    try {
      const { ok, lights } = await act();
      req.session.flash = { kind: 'check', service, connected: true, ok, lights };
      res.redirect(303, `/${service}`);
    } catch (refusal) {
      if (!isAppError(refusal) || refusal.kind === 'bug') throw refusal;
      const page = connectPage({
        card: await cardOf(res, service),
        now: clock.now(),
        community: typed(req.body, 'community'),
        refusal,
      });
      await presenter.page(req, res, { ...page, status: refusal.kind === 'unavailable' ? 503 : 422 });
    }
  };

  router.post('/connections/evotor', async (req, res) => {
    const form = parseForm(evotorForm, req.body);
    const input = { card: await cardOf(res, 'evotor'), now: clock.now() };
    if (!form.ok) return presenter.page(req, res, { ...connectPage({ ...input, errors: form.errors }), status: 422 });
    await connect(req, res, 'evotor', () =>
      services.connections.connectEvotor({ userId: merchantId(res), ...form.value }),
    );
  });

  router.post('/connections/vk', async (req, res) => {
    const form = parseForm(vkForm, req.body);
    const input = { card: await cardOf(res, 'vk'), now: clock.now(), community: typed(req.body, 'community') };
    if (!form.ok) return presenter.page(req, res, { ...connectPage({ ...input, errors: form.errors }), status: 422 });
    const { token, community: groupId } = form.value;
    await connect(req, res, 'vk', () => services.connections.connectVk({ userId: merchantId(res), token, groupId }));
  });

  return router;
}
