import type { IconName } from '../assets/icon-names.js';

export type Section = 'overview' | 'connections' | 'catalogue' | 'shop' | 'sync' | 'history' | 'profile';

interface MenuEntry {
  readonly section: Section;
  readonly href: string;
  readonly label: string;
  readonly icon: IconName;
}

/** The merchant's menu, in the order users know. */
const MENU: readonly MenuEntry[] = [
  { section: 'overview', href: '/overview', label: 'Обзор', icon: 'house' },
  { section: 'connections', href: '/connections', label: 'Подключения', icon: 'plug' },
  { section: 'catalogue', href: '/catalog/stores', label: 'Каталог', icon: 'grid' },
  { section: 'shop', href: '/vk-catalog/albums', label: 'Витрина VK', icon: 'shop-window' },
  { section: 'sync', href: '/sync', label: 'Синхронизация', icon: 'arrow-repeat' },
  { section: 'history', href: '/sync/runs', label: 'История', icon: 'clock-history' },
  { section: 'profile', href: '/profile', label: 'Личный кабинет', icon: 'person' },
];

export function menuFor(current: Section | null): (MenuEntry & { readonly isCurrent: boolean })[] {
  return MENU.map(entry => ({ ...entry, isCurrent: entry.section === current }));
}
