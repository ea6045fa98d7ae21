import { Router } from 'express';
import type { Request } from 'express';
import type { GroupId, StoreId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { localPath } from '../local-path.js';
import { merchantId, requireMerchant } from '../middleware/require-merchant.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { filterForm, toggleForm } from './catalogue.schema.js';
import { toggleText } from './rule-controls.js';

const RULE_SAID = {
  include: 'Правило сохранено: включено.',
  exclude: 'Правило сохранено: исключено.',
  none: 'Правило убрано.',
};

/** What changes the choice of goods, and reading the till anew. */
export function catalogueRuleRoutes({ services: { catalogue } }: WebContext): Router {
  const router = Router();

  router.post('/catalog/stores/:id/toggle', requireMerchant, async (req, res) => {
    const storeId = req.params.id as StoreId;
    const on = onOf(req);
    await actAndReturn(req, res, backTo(req, links.stores(), `store-${storeId}`), async () =>
      said(toggleText('store', on, await catalogue.toggleStore(merchantId(res), storeId, on))),
    );
  });

  router.post('/catalog/stores/:id/groups/:gid/toggle', requireMerchant, async (req, res) => {
    const storeId = req.params.id as StoreId;
    const groupId = req.params.gid as GroupId;
    const on = onOf(req);
    await actAndReturn(req, res, backTo(req, links.groups(storeId), `group-${groupId}`), async () =>
      said(toggleText('group', on, await catalogue.toggleGroup(merchantId(res), storeId, groupId, on))),
    );
  });

  router.post('/catalog/filter', requireMerchant, async (req, res) => {
    const form = parseForm(filterForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    const { entityType, entityId, mode } = form.value;
    await actAndReturn(req, res, backTo(req, links.stores(), `${entityType}-${entityId}`), async () => {
      await catalogue.setRule(merchantId(res), form.value);
      return said(RULE_SAID[mode]);
    });
  });

  router.post('/catalog/refresh', requireMerchant, async (req, res) => {
    await actAndReturn(req, res, localPath(typed(req.body, 'back'), links.stores()), async () => {
      await catalogue.requestRefresh(merchantId(res));
      return said('Читаем товары с кассы. Обновите страницу через минуту.', 'info');
    });
  });

  return router;
}

function onOf(req: Request): boolean {
  const form = parseForm(toggleForm, req.body);
  if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
  return form.value.on;
}

/** The list one came from, at the row just changed. */
const backTo = (req: Request, fallback: string, row: string): string =>
  `${localPath(typed(req.body, 'back'), fallback).replace(/#.*$/u, '')}#${encodeURIComponent(row)}`;
