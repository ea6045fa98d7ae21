import { Router } from 'express';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { UserId } from '../../domain/brand.js';
import type { RulePreview } from '../../services/engine-services.js';
import type { BulkTarget } from '../../services/catalogue/catalogue-contracts.js';
import { AppError, isAppError } from '../../domain/errors.js';
import { parseForm, typed } from '../forms/parse-form.js';
import { links } from '../links.js';
import { localPath } from '../local-path.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { said } from '../render/flash.js';
import { count, counted } from '../texts/numbers.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { bulkForm, confirmedForm } from './catalogue.schema.js';
import { confirmBulkPage } from './confirm-bulk.page.js';

type BulkForm = z.infer<typeof bulkForm>;
type RuleMode = Exclude<BulkForm['mode'], 'bring_back'>;

const NONE_CHANGED = 'Ничего не изменилось: так уже было.';
const STOPPED_SAID = 'Обмен остановлен. Товары в VK остались как есть.';

/** One action for many rows: those that were ticked, or all that a list has found. */
export function bulkRoutes({ services: { catalogue, sync }, presenter }: WebContext): Router {
  const router = Router();

  router.post('/catalog/bulk', requireMerchant, async (req, res) => {
    const form = parseForm(bulkForm, req.body);
    if (!form.ok) throw new AppError('invalid', 'REQUEST.BROKEN');
    const { mode } = form.value;
    if (mode === 'bring_back') await bringBack(req, res, form.value);
    else await change(req, res, { ...form.value, mode });
  });

  async function bringBack(req: Request, res: Response, form: BulkForm): Promise<void> {
    await actAndReturn(req, res, backOf(req), async () => {
      if (form.type !== 'product') throw new AppError('invalid', 'REQUEST.BROKEN');
      const ids = await catalogue.bulkIds(merchantId(res), targetOf(form));
      const n = await catalogue.bringBackGoods(merchantId(res), ids);
      return said(
        n === 0
          ? 'Среди них нет товаров, убранных из VK вручную.'
          : `Вернём в VK при следующем обмене: ${counted(n, 'товар', 'товара', 'товаров')}.`,
        n === 0 ? 'info' : 'fine',
      );
    });
  }

  async function change(req: Request, res: Response, form: BulkForm & { mode: RuleMode }): Promise<void> {
    const userId = merchantId(res);
    const back = backOf(req);
    const { confirmed } = confirmedForm.parse(req.body);
    let plan: Awaited<ReturnType<typeof planOf>>;
    try {
      plan = await planOf(userId, form, confirmed !== null);
    } catch (error) {
      if (!isAppError(error)) throw error;
      return actAndReturn(req, res, back, () => Promise.reject(error));
    }
    const { ids, preview } = plan;
    if (preview !== null) return presenter.page(req, res, confirmBulkPage({ form, count: ids.length, preview, back }));
    await actAndReturn(req, res, back, async () => {
      // Stopped before it is saved: no run may publish the others in between.
      if (confirmed === 'stop') await sync.setEnabled(userId, false);
      const changed = await catalogue.setRuleOf(userId, form.type, ids, form.mode);
      const text = changed === 0 ? NONE_CHANGED : `Изменено: ${count(changed)}.`;
      return said(confirmed === 'stop' ? `${text} ${STOPPED_SAID}` : text);
    });
  }

  /** Many at once, or others besides, are asked about first; and again when the list has changed meanwhile. */
  async function planOf(
    userId: UserId,
    form: BulkForm & { mode: RuleMode },
    isConfirmed: boolean,
  ): Promise<{ readonly ids: readonly string[]; readonly preview: RulePreview | null }> {
    const ids = await catalogue.bulkIds(userId, targetOf(form));
    if (isConfirmed && (form.scope === 'picked' || form.expected === ids.length)) return { ids, preview: null };
    const preview = await catalogue.previewRules(userId, form.type, ids, form.mode);
    return { ids, preview: form.scope === 'found' || preview.othersMoved > 0 ? preview : null };
  }

  return router;
}

const backOf = (req: Request): string => localPath(typed(req.body, 'back'), links.stores()).replace(/#.*$/u, '');

function targetOf(form: BulkForm): BulkTarget {
  const { type: entityType, scope, store_id: storeId, group_id: groupId, q: search, state, reason } = form;
  if (scope === 'picked') return { kind: 'picked', entityType, ids: form.id };
  if (entityType === 'product')
    return { kind: 'found', entityType, query: { storeId, groupId, search, state, reason } };
  if (entityType === 'store') return { kind: 'found', entityType, search };
  if (storeId === null) throw new AppError('invalid', 'REQUEST.BROKEN');
  return { kind: 'found', entityType, storeId, search };
}
