import { Router } from 'express';
import type { Request, Response } from 'express';
import type { GroupId, StoreId } from '../../domain/brand.js';
import { AppError } from '../../domain/errors.js';
import type { RulePreview } from '../../services/engine-services.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { localPath } from '../local-path.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { wantsFragment } from '../middleware/wants.js';
import { said } from '../render/flash.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { confirmedForm, filterForm, toggleForm } from './catalogue.schema.js';
import { confirmRulePage } from './confirm-rule.page.js';
import { readingModel } from './reading.page.js';
import { toggleText } from './rule-controls.js';

const RULE_SAID = {
  include: 'Правило сохранено: включено.',
  exclude: 'Правило сохранено: исключено.',
  none: 'Правило убрано.',
};
const STOPPED_SAID = 'Обмен остановлен. Товары в VK остались как есть.';

type Question = Omit<Parameters<typeof confirmRulePage>[0], 'preview' | 'back'>;

/** What changes the choice of goods, and reading the till anew. */
export function catalogueRuleRoutes({ services: { catalogue, listings, sync }, presenter, clock }: WebContext): Router {
  const router = Router();

  /** Saves a change at once, unless it moves other goods: then asks first. */
  const change = async (
    req: Request,
    res: Response,
    back: string,
    question: Question,
    { preview, save }: { preview: () => Promise<RulePreview>; save: () => Promise<string> },
  ): Promise<void> => {
    const { confirmed } = confirmedForm.parse(req.body);
    if (confirmed !== '1') {
      const effect = await preview();
      if (confirmed === null && effect.othersMoved > 0) {
        const fields = [...question.fields, ['back', typed(req.body, 'back')] as const];
        return presenter.page(req, res, confirmRulePage({ ...question, fields, preview: effect, back }));
      }
    }
    await actAndReturn(req, res, back, async () => {
      // Stopped before it is saved: no run may publish the others in between.
      if (confirmed === 'stop') await sync.setEnabled(merchantId(res), false);
      const text = await save();
      return said(confirmed === 'stop' ? `${text} ${STOPPED_SAID}` : text);
    });
  };

  router.post('/catalog/stores/:id/toggle', requireMerchant, async (req, res) => {
    const storeId = req.params.id as StoreId;
    const on = onOf(req);
    const back = backTo(req, links.stores(), `store-${storeId}`);
    await change(req, res, back, asked('store', on, links.toggleStore(storeId)), {
      preview: () => catalogue.previewToggle(merchantId(res), { storeId, groupId: null }, on),
      save: async () => toggleText('store', on, await catalogue.toggleStore(merchantId(res), storeId, on)),
    });
  });

  router.post('/catalog/stores/:id/groups/:gid/toggle', requireMerchant, async (req, res) => {
    const storeId = req.params.id as StoreId;
    const groupId = req.params.gid as GroupId;
    const on = onOf(req);
    const back = backTo(req, links.groups(storeId), `group-${groupId}`);
    await change(req, res, back, asked('group', on, links.toggleGroup(storeId, groupId)), {
      preview: () => catalogue.previewToggle(merchantId(res), { storeId, groupId }, on),
      save: async () => toggleText('group', on, await catalogue.toggleGroup(merchantId(res), storeId, groupId, on)),
    });
  });

  router.post('/catalog/filter', requireMerchant, async (req, res) => {
    const form = parseForm(filterForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    const { entityType, entityId, mode } = form.value;
    const fields = [['rule', `${entityType}|${mode}|${entityId}`]] as const;
    const question = { type: entityType, wish: mode, action: '/catalog/filter', fields };
    await change(req, res, backTo(req, links.stores(), `${entityType}-${entityId}`), question, {
      preview: () => listings.previewRule(merchantId(res), form.value),
      save: async () => {
        await catalogue.setRule(merchantId(res), form.value);
        return RULE_SAID[mode];
      },
    });
  });

  router.post('/catalog/refresh', requireMerchant, async (req, res) => {
    await actAndReturn(req, res, localPath(typed(req.body, 'back'), links.stores()), async () => {
      await catalogue.requestRefresh(merchantId(res));
      // The page itself shows how the reading goes on.
      return null;
    });
  });

  router.get('/catalog/refresh', requireMerchant, async (req, res) => {
    if (!wantsFragment(req)) return res.redirect(303, links.stores());
    const reading = readingModel(await catalogue.reading(merchantId(res)), clock.now());
    // It is over: the whole page has something new to show.
    if (reading?.isActive !== true) res.set('HX-Refresh', 'true');
    await presenter.fragment(req, res, 'reading', { reading });
  });

  return router;
}

/** The question a switch may raise; its form sends `on` again. */
const asked = (type: 'store' | 'group', on: boolean, action: string): Question => ({
  type,
  wish: on ? 'on' : 'off',
  action,
  fields: [['on', on ? '1' : '0']],
});

function onOf(req: Request): boolean {
  const form = parseForm(toggleForm, req.body);
  if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
  return form.value.on;
}

/** The list one came from, at the row just changed. */
const backTo = (req: Request, fallback: string, row: string): string =>
  `${localPath(typed(req.body, 'back'), fallback).replace(/#.*$/u, '')}#${encodeURIComponent(row)}`;
