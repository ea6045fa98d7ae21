import type { Role } from '../../domain/account.js';

/** Roles as pages call them. Beside it stands the code name, which the command line uses. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  user: 'Продавец',
  admin: 'Оператор',
  system: 'Главный оператор',
};
