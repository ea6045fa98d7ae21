import { Router, type Response } from 'express';
import { AppError, isAppError } from '../../domain/errors.js';
import type { GoodsChoice } from '../../services/web-services.js';
import { parseForm } from '../forms/parse-form.js';
import { links } from '../links.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { wantsFragment, wantsJson } from '../middleware/wants.js';
import { said } from '../render/flash.js';
import { problemCard } from '../texts/problem.js';
import { actAndReturn } from '../web-context.js';
import type { WebContext } from '../web-context.js';
import { claimCards } from './claim.page.js';
import { disconnectForm, goodsChoice, serviceParam } from './connect.schema.js';
import { SERVICES } from './connection-words.js';
import { addPage, connectionsPage } from './connections.page.js';
import { disconnectPage } from './disconnect.page.js';
import { checkJson, lightLines } from './lights.js';

const PARTED: Readonly<Record<GoodsChoice, (name: string) => string>> = {
  keep: name => `${name}: подключение убрано. Товары в VK остались как есть.`,
  hide: name => `Скрываем товары в VK. Когда закончим, ${name} отключится.`,
  delete: name => `Удаляем товары из VK. Когда закончим, ${name} отключится.`,
};

/** The dashboard of connections, checking one, and taking one away. */
export function connectionRoutes({ services, presenter, clock }: WebContext): Router {
  const router = Router();

  const claimsOf = async (res: Response) => claimCards(await services.claims.offers(merchantId(res)), clock.now());

  router.get('/connections', requireMerchant, async (req, res) => {
    const cards = await services.connections.cards(merchantId(res));
    await presenter.page(req, res, connectionsPage(cards, clock.now(), await claimsOf(res)));
  });

  router.get('/connections/add', requireMerchant, async (req, res) => {
    const cards = await services.connections.cards(merchantId(res));
    await presenter.page(req, res, addPage(cards, await claimsOf(res)));
  });

  router.get('/connections/disconnect', requireMerchant, async (req, res) => {
    const service = serviceOf(req.query['type']);
    const chosen = goodsChoice.catch('keep').parse(req.query['goods']);
    const { numbers } = await services.sync.overview(merchantId(res));
    await presenter.page(req, res, disconnectPage({ service, inVk: numbers.inVk, chosen }));
  });

  router.post(['/connections/delete', '/connections/:service/disconnect'], requireMerchant, async (req, res) => {
    const service = serviceOf(req.params['service'] ?? req.query['type']);
    const form = parseForm(disconnectForm, req.body);
    if (!form.ok) {
      const { numbers } = await services.sync.overview(merchantId(res));
      const page = disconnectPage({ service, inVk: numbers.inVk, error: 'Выберите, что сделать с товарами' });
      return presenter.page(req, res, { ...page, status: 422 });
    }
    const { goods, sure } = form.value;
    // What cannot be taken back is asked twice.
    if (goods === 'delete' && !sure) return res.redirect(303, links.disconnect(service, goods));
    let back = '/connections';
    await actAndReturn(
      req,
      res,
      () => back,
      async () => {
        const job = await services.connections.disconnect(merchantId(res), service, goods);
        if (job !== null) back = links.run(job.jobId);
        return said(PARTED[job === null ? 'keep' : goods](SERVICES[service].name), job === null ? 'fine' : 'info');
      },
    );
  });

  router.post('/connections/:service/test', requireMerchant, async (req, res) => {
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
