import { Router } from 'express';
import type { Request, Response } from 'express';
import { isAppError } from '../../domain/errors.js';
import type { ConnectionCard, VendorService } from '../../services/web-services.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import type { WebContext } from '../web-context.js';
import { claimCards } from './claim.page.js';
import { connectPage } from './connect.page.js';
import { evotorForm, vkForm } from './connect.schema.js';
import { showChosen } from './vk-id.routes.js';

/** The two connecting forms. */
export function connectionFormRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();

  const cardOf = async (res: Response, service: VendorService): Promise<ConnectionCard> => {
    const cards = await services.connections.cards(merchantId(res));
    return cards.find(card => card.service === service) ?? { service, connection: null };
  };

  const formPage = async (
    res: Response,
    service: VendorService,
    input: Omit<Parameters<typeof connectPage>[0], 'card' | 'now' | 'isVkIdOffered' | 'claims'> = {},
  ) =>
    connectPage({
      ...input,
      card: await cardOf(res, service),
      now: clock.now(),
      isVkIdOffered: services.vkId.isOffered,
      claims: service === 'evotor' ? claimCards(await services.claims.offers(merchantId(res)), clock.now()) : [],
    });

  for (const service of ['evotor', 'vk'] as const) {
    router.get(`/${service}`, requireMerchant, async (req, res) => {
      await presenter.page(req, res, await formPage(res, service));
    });
  }

  /** Connects and leads to where the lights are shown, or shows the form again with what was wrong. */
  const connect = async (req: Request, res: Response, service: VendorService, act: () => Promise<void>) => {
    try {
      await act();
    } catch (refusal) {
      if (!isAppError(refusal) || refusal.kind === 'bug') throw refusal;
      const page = await formPage(res, service, { community: typed(req.body, 'community'), refusal });
      await presenter.page(req, res, { ...page, status: refusal.kind === 'unavailable' ? 503 : 422 });
    }
  };

  router.post('/connections/evotor', requireMerchant, async (req, res) => {
    const form = parseForm(evotorForm, req.body);
    if (!form.ok)
      return presenter.page(req, res, { ...(await formPage(res, 'evotor', { errors: form.errors })), status: 422 });
    const wasConnected = (await cardOf(res, 'evotor')).connection !== null;
    await connect(req, res, 'evotor', async () => {
      const userId = merchantId(res);
      const result = await services.connections.connectEvotor({ userId, ...form.value });
      // By the time the merchant comes to choose goods, they are there; if not, the catalogue begins it again.
      await services.catalogue.fillOnce(userId).catch(() => undefined);
      req.session.flash = { kind: 'check', service: 'evotor', connected: true, kept: wasConnected, ...result };
      res.redirect(303, links.connections);
    });
  });

  router.post('/connections/vk', requireMerchant, async (req, res) => {
    const form = parseForm(vkForm, req.body);
    if (!form.ok) {
      const input = { errors: form.errors, community: typed(req.body, 'community') };
      return presenter.page(req, res, { ...(await formPage(res, 'vk', input)), status: 422 });
    }
    const { token, community: groupId } = form.value;
    await connect(req, res, 'vk', async () => {
      showChosen(req, res, await services.vkId.connectByHand({ userId: merchantId(res), token, groupId }));
    });
  });

  return router;
}
