import type { AppError } from '../../domain/errors.js';
import type { FieldErrors } from '../forms/field.js';
import { problemCard } from '../texts/problem.js';

/** A refused setting as a fault of its field. */
export function settingFault({ code, details }: AppError): FieldErrors {
  const name = typeof details['field'] === 'string' ? details['field'] : 'price_multiplier';
  const { what, fix } = problemCard(code, details);
  return {
    [name]:
      code === 'SETTING.INVALID' ? `Такое значение не подходит${rangeText(details['allowed'])}` : `${what}. ${fix}`,
  };
}

/** «: можно от 0 до 365», where the use case names a plain range. */
function rangeText(allowed: unknown): string {
  const range = typeof allowed === 'string' ? /^(-?\d+)…(\d+)/u.exec(allowed) : null;
  return range === null ? '' : `: можно от ${range[1]} до ${range[2]}`;
}
