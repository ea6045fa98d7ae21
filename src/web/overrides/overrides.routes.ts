import { Router } from 'express';
import type { Request } from 'express';
import { AppError, isAppError } from '../../domain/errors.js';
import type { ImportFault } from '../../services/files/file-contracts.js';
import { sendTable, tableName } from '../exports/send-table.js';
import type { Column } from '../exports/send-table.js';
import { placeQuery } from '../exports/export.schema.js';
import { merchantId, requireMerchant } from '../middleware/require-permission.js';
import { MAX_TABLE_BYTES, MEGABYTE } from '../middleware/upload-places.js';
import { uploadOf } from '../middleware/uploads.js';
import { said } from '../render/flash.js';
import { goods } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';
import type { WebContext } from '../web-context.js';
import { actAndReturn } from '../web-context.js';
import { importPage } from './import.page.js';
import { faultText } from './line-faults.js';
import { overrideLinks } from './override-links.js';
import { overridesPage } from './overrides.page.js';
import { readOverridesTable } from './read-overrides-table.js';

/** Faults that belong to the file one chose: said at its field. */
const FILE_FAULT = /^(?:TABLE|UPLOAD)\./u;

const FAULT_COLUMNS: readonly Column<ImportFault>[] = [
  { header: 'Строка', number: fault => fault.line, decimals: 0, leastDigits: 0 },
  { header: 'ID', text: fault => fault.productId },
  { header: 'Что исправить', text: faultText },
];

/** Own values of many goods: a file goes out, comes back changed, is looked at, and is applied. */
export function overrideRoutes({ services: { overrideImports }, presenter, clock }: WebContext): Router {
  const router = Router();

  router.get('/catalog/overrides', requireMerchant, (req, res) => presenter.page(req, res, overridesPage()));

  router.post('/catalog/overrides/import', requireMerchant, async (req, res) => {
    try {
      const table = await readOverridesTable(uploadOf(res, tooLarge()));
      const name = res.locals.uploads?.[0]?.name ?? '';
      const id = await overrideImports.check(merchantId(res), { name, ...table });
      res.redirect(303, overrideLinks.view(id));
    } catch (error) {
      if (!isAppError(error) || !FILE_FAULT.test(error.code)) throw error;
      const { what, why, fix } = problemCard(error.code, error.details);
      await presenter.page(req, res, overridesPage(`${what}. ${why} ${fix}`));
    }
  });

  router.get('/catalog/overrides/import/:id', requireMerchant, async (req, res) => {
    const view = await overrideImports.view(merchantId(res), importId(req));
    await presenter.page(req, res, importPage(view, clock.now()));
  });

  router.get('/catalog/overrides/import/:id/errors', requireMerchant, async (req, res) => {
    const { format } = placeQuery.parse(req.query);
    const file = { name: tableName('errors', format, clock.now()), format, columns: FAULT_COLUMNS };
    await sendTable(res, file, await overrideImports.faults(merchantId(res), importId(req)));
  });

  router.post('/catalog/overrides/import/:id/apply', requireMerchant, async (req, res) => {
    const id = importId(req);
    await actAndReturn(req, res, overrideLinks.view(id), async () => {
      const { changed, gone } = await overrideImports.apply(merchantId(res), id, 'web');
      const left = gone === 0 ? '' : ` Ещё ${goods(gone)} за это время исчезли с кассы.`;
      return said(`Свои значения сохранены: ${goods(changed)}.${left} Витрина VK изменится при следующем обмене.`);
    });
  });

  return router;
}

function importId(req: Request): number {
  const text = String(req.params['id']);
  if (!/^[1-9]\d{0,14}$/u.test(text)) throw new AppError('not_found', 'IMPORT.NOT_FOUND');
  return Number(text);
}

const tooLarge = (): AppError =>
  new AppError('invalid', 'TABLE.TOO_LARGE', { maxMegabytes: MAX_TABLE_BYTES / MEGABYTE });
