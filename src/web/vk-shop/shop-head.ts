import type { ShopAsRead } from '../../services/vk-shop/vk-catalogue-contracts.js';
import type { Moment } from '../texts/moments.js';
import { momentOf } from '../texts/moments.js';

/** What stands above every table of the shop: whose it is and when it was read; or why there is nothing to see. */
export interface ShopHead {
  readonly community: { readonly name: string; readonly href: string } | null;
  readonly readAt: Moment | null;
  readonly empty: { readonly text: string; readonly action?: { readonly href: string; readonly label: string } } | null;
}

export function shopHead({ community, readAt }: ShopAsRead, now: Date): ShopHead {
  const id = community?.groupId;
  return {
    community: community === null ? null : { name: community.name || `club${id}`, href: `https://vk.com/market-${id}` },
    readAt: readAt === null ? null : momentOf(readAt, now),
    empty:
      community === null
        ? {
            text: 'Здесь будет витрина вашего сообщества. Подключите ВКонтакте.',
            action: { href: '/vk', label: 'Подключить' },
          }
        : readAt === null
          ? {
              text: 'Витрину ещё не читали. Мы прочитаем её при первом предпросмотре или обмене.',
              action: { href: '/sync', label: 'К синхронизации' },
            }
          : null,
  };
}
