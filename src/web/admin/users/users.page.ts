import type { ShortConnection, UserList, UserRow, UsersQuery } from '../../../services/admin/users-contracts.js';
import { phoneText } from '../../accounts/account-words.js';
import { links } from '../../links.js';
import type { Chip } from '../../render/chip.js';
import { chip } from '../../render/chip.js';
import type { Page } from '../../render/page-presenter.js';
import { pagerOf, type Pager } from '../../render/pager.js';
import { momentOf, type Moment } from '../../texts/moments.js';
import { count, counted } from '../../texts/numbers.js';
import { problemCard } from '../../texts/problem.js';
import { ROLE_NAMES } from '../role-words.js';
import { usersHref } from './user-links.js';
import { CONDITION_WORDS, exchangeChip, nameOf, SORT_WORDS, STATUS_CHIPS, STATUS_FILTERS } from './user-words.js';

interface FilterChip {
  readonly label: string;
  readonly href: string;
  readonly count: string;
  readonly isCurrent: boolean;
}

/** A connection in one cell: its state and, if it is known, its name or its trouble. */
interface ConnectionCell {
  readonly chip: Chip;
  readonly note: string;
}

export interface UserLine {
  readonly href: string;
  readonly name: string;
  /** E-mail, and the telephone if there is one. */
  readonly contact: string;
  readonly number: number;
  readonly status: Chip;
  /** Only of those who are no merchants. */
  readonly role: string;
  /** `null` = no merchant: nothing of theirs is synced. */
  readonly till: ConnectionCell | null;
  readonly shop: ConnectionCell | null;
  readonly exchange: Chip | null;
  readonly lastLogin: Moment | null;
}

interface Choice {
  readonly name: string;
  readonly label: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly isChecked: boolean }[];
}

export interface UsersModel {
  readonly rows: readonly UserLine[];
  readonly total: string;
  readonly action: string;
  readonly search: string;
  readonly lists: readonly Choice[];
  /** What the search form keeps of the chips. */
  readonly kept: readonly (readonly [name: string, value: string])[];
  readonly statuses: readonly FilterChip[];
  readonly conditions: readonly FilterChip[];
  readonly isNarrowed: boolean;
  /** `null` = the operator may not invite. */
  readonly inviteHref: string | null;
  readonly pager: Pager | null;
}

export function usersPage(
  { rows, total, pageSize, numbers }: UserList,
  query: UsersQuery,
  { now, mayInvite }: { readonly now: Date; readonly mayInvite: boolean },
): Page & { model: UsersModel } {
  const { status, condition, role, search, sort } = query;
  const filter = (label: string, n: number | null, change: Partial<UsersQuery>, isCurrent: boolean): FilterChip => ({
    label,
    href: usersHref(query, change),
    count: n === null ? '' : count(n),
    isCurrent,
  });
  return {
    view: 'admin/users',
    title: 'Пользователи',
    section: 'admin-users',
    model: {
      rows: rows.map(row => userLine(row, now)),
      total: counted(total, 'пользователь', 'пользователя', 'пользователей'),
      action: links.admin.users,
      search,
      lists: [
        choice('role', 'Роль', [['', 'Любая роль'], ...Object.entries(ROLE_NAMES)], role ?? ''),
        choice('sort', 'Порядок', Object.entries(SORT_WORDS), sort),
      ],
      kept: Object.entries({ status: status ?? '', state: condition ?? '' }).filter(([, value]) => value !== ''),
      statuses: [
        filter('Все', numbers.all, { status: null }, status === null),
        ...keysOf(STATUS_FILTERS).map(key =>
          filter(STATUS_FILTERS[key], numbers.statuses[key], { status: key }, status === key),
        ),
      ],
      conditions: [
        filter('Любой обмен', null, { condition: null }, condition === null),
        ...keysOf(CONDITION_WORDS).map(key =>
          filter(CONDITION_WORDS[key], numbers.conditions[key], { condition: key }, condition === key),
        ),
      ],
      isNarrowed: search !== '' || status !== null || role !== null || condition !== null,
      inviteHref: mayInvite ? links.admin.invite : null,
      pager: pagerOf({ page: query.page, pageSize, total }, page => usersHref(query, { page })),
    },
  };
}

const keysOf = <Key extends string>(words: Readonly<Record<Key, unknown>>): Key[] => Object.keys(words) as Key[];

const choice = (
  name: string,
  label: string,
  entries: readonly (readonly [string, string])[],
  chosen: string,
): Choice => ({
  name,
  label,
  options: entries.map(([value, word]) => ({ value, label: word, isChecked: value === chosen })),
});

export function userLine(row: UserRow, now: Date): UserLine {
  const isSynced = row.roles.includes('user');
  const name = nameOf(row);
  const contact = [name === row.email ? '' : row.email, row.phone === null ? '' : phoneText(row.phone)];
  return {
    href: links.admin.user(row.id),
    name,
    contact: contact.filter(part => part !== '').join(' · '),
    number: row.id,
    status: STATUS_CHIPS[row.status],
    role: isSynced ? '' : row.roles.map(role => ROLE_NAMES[role]).join(', '),
    till: isSynced ? cell(row.till) : null,
    shop: isSynced ? cell(row.shop) : null,
    exchange: isSynced ? exchangeChip(row) : null,
    lastLogin: row.lastLoginAt === null ? null : momentOf(row.lastLoginAt, now),
  };
}

function cell(connection: ShortConnection | null): ConnectionCell {
  if (connection === null) return { chip: chip('neutral', 'dash-circle', 'Нет'), note: '' };
  const { name, isOnline, problemCode } = connection;
  if (problemCode !== null)
    return { chip: chip('broken', 'circle-fill', name || 'Не на связи'), note: problemCard(problemCode).what };
  return {
    chip: chip(isOnline ? 'fine' : 'neutral', 'circle-fill', name || (isOnline ? 'На связи' : 'Не проверено')),
    note: '',
  };
}
