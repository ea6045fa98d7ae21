import type { ConnectionCard, VendorService } from '../../services/web-services.js';
import type { IconName } from '../assets/icon-names.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';

/** How the two services are called and introduced. */
export const SERVICES: Readonly<Record<VendorService, { name: string; icon: IconName; about: string }>> = {
  evotor: {
    name: 'Эвотор',
    icon: 'shop',
    about: 'Подключите кассу Эвотор для синхронизации каталога товаров.',
  },
  vk: {
    name: 'ВКонтакте',
    icon: 'chat-dots',
    about: 'Подключите аккаунт ВКонтакте для публикации товаров в вашу группу.',
  },
};

/** The dot of a card, with its word: green, red, or grey. */
export function connectionChip({ connection }: ConnectionCard): Chip {
  if (connection === null) return chip('neutral', 'dash-circle', 'Не подключено');
  if (connection.problemCode !== null) return chip('broken', 'circle-fill', 'Нужна помощь');
  if (connection.needsCaptcha === true) return chip('need', 'circle-fill', 'Нужна проверка');
  if (connection.isOnline) return chip('fine', 'circle-fill', 'На связи');
  if (connection.lastCheckedAt === null) return chip('neutral', 'circle-fill', 'Ещё не проверено');
  return chip('broken', 'circle-fill', 'Нет связи');
}
