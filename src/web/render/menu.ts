import type { Permission } from '../../domain/access/permissions.js';
import type { CurrentUser } from '../../services/web-services.js';
import type { IconName } from '../assets/icon-names.js';
import { links } from '../links.js';

export type Section =
  | 'overview'
  | 'connections'
  | 'catalogue'
  | 'shop'
  | 'sync'
  | 'history'
  | 'profile'
  | 'admin'
  | 'admin-users'
  | 'admin-jobs'
  | 'admin-logs'
  | 'admin-audit'
  | 'admin-health'
  | 'admin-roles';

interface MenuEntry {
  readonly section: Section;
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
  readonly permission: Permission;
}

/** The merchant's menu, in the order users know; then the operator's. Everybody sees what they may use. */
const MENU: readonly MenuEntry[] = [
  { section: 'overview', href: '/overview', label: 'Обзор', icon: 'house', permission: 'shop.own' },
  { section: 'connections', href: '/connections', label: 'Подключения', icon: 'plug', permission: 'shop.own' },
  { section: 'catalogue', href: '/catalog/stores', label: 'Каталог', icon: 'grid', permission: 'shop.own' },
  { section: 'shop', href: '/vk-catalog/albums', label: 'Витрина VK', icon: 'shop-window', permission: 'shop.own' },
  { section: 'sync', href: '/sync', label: 'Синхронизация', icon: 'arrow-repeat', permission: 'shop.own' },
  { section: 'history', href: '/sync/runs', label: 'История', icon: 'clock-history', permission: 'shop.own' },
  {
    section: 'admin-health',
    href: links.admin.health,
    label: 'Состояние',
    icon: 'heart-pulse',
    permission: 'health.view',
  },
  { section: 'admin-users', href: links.admin.users, label: 'Пользователи', icon: 'people', permission: 'users.view' },
  { section: 'admin-jobs', href: links.admin.jobs, label: 'Обмены', icon: 'arrow-repeat', permission: 'jobs.view' },
  { section: 'admin-logs', href: links.admin.logs, label: 'Журнал API', icon: 'list-ul', permission: 'api_log.view' },
  {
    section: 'admin-audit',
    href: links.admin.audit,
    label: 'Журнал действий',
    icon: 'journal-text',
    permission: 'audit.view',
  },
  { section: 'admin-roles', href: links.admin.roles, label: 'Роли', icon: 'shield-lock', permission: 'roles.view' },
  { section: 'profile', href: '/profile', label: 'Личный кабинет', icon: 'person', permission: 'account.own' },
];

export function menuFor(
  user: Pick<CurrentUser, 'permissions'>,
  current: Section | null,
): (MenuEntry & { readonly isCurrent: boolean })[] {
  return MENU.filter(({ permission }) => user.permissions.includes(permission)).map(entry => ({
    ...entry,
    isCurrent: entry.section === current,
  }));
}

/** The first of the operator's pages that somebody may see; `null` = none. */
export const firstAdminPage = (user: Pick<CurrentUser, 'permissions'>): string | null =>
  menuFor(user, null).find(({ section }) => section.startsWith('admin-'))?.href ?? null;
