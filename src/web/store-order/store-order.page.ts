import type { StoreRow } from '../../services/web-services.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';

export interface StoreOrderModel {
  readonly crumbs: readonly Crumb[];
  readonly rows: readonly {
    readonly rowId: string;
    readonly place: string;
    readonly name: string;
    readonly address: string;
    readonly chip: Chip | null;
    /** What the buttons send; `null` = it stands at that end already. */
    readonly up: string | null;
    readonly down: string | null;
  }[];
}

const FIRST = chip('fine', 'check-circle-fill', 'Главный');

/** Whose price and name hold when several stores have a good. */
export function storeOrderPage(stores: readonly StoreRow[]): Page & { model: StoreOrderModel } {
  return {
    view: 'store-order/store-order',
    title: 'Порядок магазинов',
    section: 'catalogue',
    model: {
      crumbs: [CATALOGUE_CRUMB, { label: 'Порядок магазинов', href: null }],
      rows: stores.map(({ id, name, address }, index) => ({
        rowId: `store-${id}`,
        place: String(index + 1),
        name,
        address: address ?? '',
        chip: index === 0 ? FIRST : null,
        up: index === 0 ? null : `up|${id}`,
        down: index === stores.length - 1 ? null : `down|${id}`,
      })),
    },
  };
}
