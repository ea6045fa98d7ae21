import { Router } from 'express';
import { AppError } from '../../domain/errors.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import type { WebContext } from '../web-context.js';
import { exportQuery, placeQuery } from './export.schema.js';
import { sendTable, tableName } from './send-table.js';
import { GROUP_COLUMNS, OVERRIDE_COLUMNS, PRODUCT_COLUMNS, STORE_COLUMNS } from './table-columns.js';

/** The tables of the catalogue as files, row by row as they come from the database. */
export function exportRoutes({ services: { exports }, clock }: WebContext): Router {
  const router = Router();

  router.get('/catalog/export', requireMerchant, async (req, res) => {
    const asked = exportQuery.safeParse(req.query);
    if (!asked.success) throw new AppError('invalid', 'EXPORT.UNKNOWN_TYPE');
    const { type } = asked.data;
    const { format, place } = placeQuery.parse(req.query);
    const file = { name: tableName(type, format, clock.now()), format };
    const userId = merchantId(res);
    switch (type) {
      case 'stores':
        return sendTable(res, { ...file, columns: STORE_COLUMNS }, await exports.stores(userId));
      case 'groups':
        return sendTable(res, { ...file, columns: GROUP_COLUMNS }, await exports.groups(userId, place.storeId));
      case 'products':
        return sendTable(res, { ...file, columns: PRODUCT_COLUMNS }, await exports.products(userId, place));
    }
  });

  router.get('/catalog/overrides/export', requireMerchant, async (req, res) => {
    const { format, place } = placeQuery.parse(req.query);
    const file = { name: tableName('overrides', format, clock.now()), format, columns: OVERRIDE_COLUMNS };
    await sendTable(res, file, await exports.overrides(merchantId(res), place));
  });

  return router;
}
