import type { Role } from '../../domain/account.js';

/** Roles as the page of roles calls them, beside their code names, which the command line uses. */
export const ROLE_NAMES: Readonly<Record<Role, string>> = {
  user: 'Продавец',
  admin: 'Оператор',
  system: 'Главный оператор',
};
