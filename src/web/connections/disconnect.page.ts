import type { GoodsChoice, SyncOverview, VendorService } from '../../services/web-services.js';
import { links } from '../links.js';
import type { Page } from '../render/page-presenter.js';
import type { Choice } from '../sync/settings.page.js';
import { goods } from '../texts/numbers.js';
import { SERVICES } from './connection-words.js';

export interface DisconnectModel {
  readonly heading: string;
  readonly text: string;
  readonly action: string;
  /** What becomes of the goods; `null` = there are none to ask about. */
  readonly choice: Choice | null;
  /** Asked once more, of deleting only. */
  readonly sure: { readonly text: string; readonly label: string; readonly back: string } | null;
}

interface Given {
  readonly service: VendorService;
  readonly inVk: SyncOverview['numbers']['inVk'];
  /** `delete` = chosen already, and asked about once more. */
  readonly chosen?: GoodsChoice;
  readonly error?: string;
}

/** Asks before a connection is removed, and says what will happen to the goods in VK. */
export function disconnectPage({ service, inVk, chosen = 'keep', error }: Given): Page & { model: DisconnectModel } {
  const { name } = SERVICES[service];
  const asksGoods = service === 'vk' && inVk > 0;
  const isSure = asksGoods && chosen === 'delete' && error === undefined;
  return {
    view: 'connections/disconnect',
    title: `Отключить ${name}`,
    section: 'connections',
    model: {
      heading: isSure ? 'Удалить товары из VK?' : `Отключить ${name}?`,
      text:
        service === 'vk'
          ? `Вы уверены, что хотите отключить ${name}? Обмен остановится: мы перестанем менять витрину.`
          : `Вы уверены, что хотите отключить ${name}? Обмен остановится. Товары в VK останутся как есть, но новые цены и остатки в них больше не попадут.`,
      action: links.remove(service),
      choice: asksGoods && !isSure ? goodsChoice(inVk, chosen, error ?? null) : null,
      sure: isSure
        ? {
            text: `Из витрины пропадут ${goods(inVk)}. Те, что добавил EvoSync, удалим вместе с отметками «нравится» и ссылками на них. Те, что вы завели сами, а мы только обновляли, скроем. Остальные товары сообщества не тронем. VK даёт вернуть удалённое лишь недолго, потом товары придётся добавлять заново.`,
            label: 'Удалить товары и отключить',
            back: links.disconnect(service),
          }
        : null,
    },
  };
}

const goodsChoice = (inVk: number, chosen: GoodsChoice, error: string | null): Choice => ({
  name: 'goods',
  legend: `Что сделать с товарами в VK? Сейчас там ${goods(inVk)}`,
  hint: '',
  error,
  options: (
    [
      ['keep', 'Оставить как есть', 'Покупатели их видят, но цены и остатки больше не обновляются.'],
      ['hide', 'Скрыть', 'Покупатели их не видят. Подключите сообщество снова, и они вернутся.'],
      ['delete', 'Удалить', 'Сначала спросим ещё раз. Товары, которые вы завели сами, не удаляем.'],
    ] as const
  ).map(([value, label, hint]) => ({ id: `goods-${value}`, value, label, hint, isChecked: value === chosen })),
});
