import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { AppError } from '../../domain/errors.js';

/**
 * A telephone as it is kept: `+79161234567`. Typed any way a person does; without a country it is Russian.
 * An empty one is `null`. @throws AppError `ACCOUNT.PHONE_INVALID` (details.field)
 */
export function phoneNumber(typed: string): string | null {
  const text = typed.trim();
  if (text === '') return null;
  const found = parsePhoneNumberFromString(text, { defaultCountry: 'RU', extract: false });
  if (found?.isValid() !== true) throw new AppError('invalid', 'ACCOUNT.PHONE_INVALID', { field: 'phone' });
  return found.number;
}
