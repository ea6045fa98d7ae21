import type { UsersQuery } from '../../../services/admin/users-contracts.js';
import { links } from '../../links.js';

/** The list as it is asked for, with some of it another way; what is as usual stays out of the address. */
export function usersHref(query: UsersQuery, change: Partial<UsersQuery> = {}): string {
  const { search, status, role, condition, sort, page } = { ...query, page: 1, ...change };
  const parts = new URLSearchParams(
    Object.entries({
      q: search,
      status: status ?? '',
      role: role ?? '',
      state: condition ?? '',
      sort: sort === 'new' ? '' : sort,
      page: page > 1 ? String(page) : '',
    }).filter(([, value]) => value !== ''),
  ).toString();
  return parts === '' ? links.admin.users : `${links.admin.users}?${parts}`;
}

/** A page of another area about one account. */
export const aboutUser = (path: string, id: number): string =>
  `${path}?${new URLSearchParams({ user: String(id) }).toString()}`;
