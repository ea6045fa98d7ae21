import { Router } from 'express';
import { AppError, isAppError } from '../../domain/errors.js';
import { merchantId, requireMerchant } from '../middleware/require-merchant.js';
import { wantsFragment, wantsJson } from '../middleware/wants.js';
import { said } from '../render/flash.js';
import { problemCard } from '../texts/problem.js';
import { actAndReturn } from '../web-context.js';
import type { WebContext } from '../web-context.js';
import { serviceParam } from './connect.schema.js';
import { SERVICES } from './connection-words.js';
import { addPage, connectionsPage, disconnectPage } from './connections.page.js';
import { checkJson, lightLines } from './lights.js';

/** The dashboard of connections, checking one, and taking one away. */
export function connectionRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();
  router.use(['/connections', '/evotor', '/vk'], requireMerchant);

  router.get('/connections', async (req, res) => {
    const cards = await services.connections.cards(merchantId(res));
    await presenter.page(req, res, connectionsPage(cards, clock.now()));
  });

  router.get('/connections/add', async (req, res) => {
    await presenter.page(req, res, addPage(await services.connections.cards(merchantId(res))));
  });

  router.get('/connections/disconnect', async (req, res) => {
    await presenter.page(req, res, disconnectPage(serviceOf(req.query['type'])));
  });

  router.post(['/connections/delete', '/connections/:service/disconnect'], async (req, res) => {
    const service = serviceOf(req.params['service'] ?? req.query['type']);
    await actAndReturn(req, res, '/connections', async () => {
      await services.connections.disconnect(merchantId(res), service);
      return said(`${SERVICES[service].name}: подключение убрано. Товары в VK остались как есть.`);
    });
  });

  router.post('/connections/:service/test', async (req, res) => {
    const service = serviceOf(req.params['service']);
    const check = () => services.connections.test(merchantId(res), service);
    if (wantsJson(req)) return void res.json(checkJson(await check()));
    if (wantsFragment(req)) return presenter.fragment(req, res, 'check', await checkFragment(check));
    await actAndReturn(req, res, '/connections', async () => ({
      kind: 'check',
      service,
      connected: false,
      ...(await check()),
    }));
  });

  return router;
}

/** The lights, or the card of what stood in the way: htmx puts either into the page. */
async function checkFragment(
  check: () => Promise<{ ok: boolean; lights: Parameters<typeof lightLines>[0] }>,
): Promise<object> {
  try {
    const { ok, lights } = await check();
    return { ok, lights: lightLines(lights), card: null };
  } catch (error) {
    if (!isAppError(error) || error.kind === 'bug') throw error;
    return { ok: false, lights: [], card: problemCard(error.code, error.details) };
  }
}

/** `evotor` or `vk` from a path or a query; anything else is no page of ours. */
function serviceOf(value: unknown): 'evotor' | 'vk' {
  const parsed = serviceParam.safeParse(value);
  if (!parsed.success) throw new AppError('not_found', 'PAGE.NOT_FOUND');
  return parsed.data;
}
