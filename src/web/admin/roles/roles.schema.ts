import { z } from 'zod';
import { PERMISSIONS } from '../../../domain/access/permissions.js';

const permission = z.enum(PERMISSIONS, 'Такого права нет. Обновите страницу и отметьте заново.');

/** Ticks of a role; one tick comes as a text, none as nothing. */
export const grantsForm = z.object({
  permissions: z
    .union([z.array(z.string()), z.string().transform(one => [one])], 'Отметьте права ещё раз.')
    .default([])
    .pipe(z.array(permission).max(PERMISSIONS.length, 'Прав отмечено больше, чем есть.')),
  based_on: z.string('Обновите страницу и отметьте права заново.').max(2000),
  confirmed: z.literal('1').nullable().catch(null),
});

/** The number in the address; anything else is a role that is not there. */
export const roleId = z.coerce.number().int().positive().max(4_294_967_295);
