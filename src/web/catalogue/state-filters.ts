import type { ProductState } from '../links.js';

/** The chips above the goods: which states may be looked at by themselves. */
export const STATE_FILTERS: readonly { readonly state: ProductState; readonly label: string }[] = [
  { state: 'all', label: 'Все' },
  { state: 'in_vk', label: 'В VK' },
  { state: 'waiting', label: 'Ждут отправки' },
  { state: 'not_listed', label: 'Не публикуются' },
  { state: 'hidden', label: 'Скрыты' },
  { state: 'detached', label: 'Убраны вручную' },
];
