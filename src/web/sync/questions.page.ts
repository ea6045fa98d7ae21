import type { ListingKey } from '../../domain/brand.js';
import type { DriftRow, OfferRow, ShopService } from '../../services/engine-services.js';
import { fieldLabel } from '../history/field-values.js';
import { links } from '../links.js';
import type { Crumb } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { goods } from '../texts/numbers.js';
import { SYNC_CRUMB } from './merge.page.js';

/** Longest value printed of a field, in characters. */
const LONGEST = 240;

export interface DriftModel {
  readonly crumbs: readonly Crumb[];
  readonly total: string;
  readonly rows: readonly {
    readonly key: ListingKey;
    readonly name: string;
    readonly vkHref: string | null;
    readonly fields: readonly {
      readonly field: string;
      readonly label: string;
      readonly ours: string;
      readonly inVk: string;
      /** The category follows the group and cannot be kept by hand. */
      readonly canKeep: boolean;
    }[];
  }[];
  readonly pager: Pager | null;
}

/** Goods whose card somebody changed in VK: what we would have there, what stands there, and two answers. */
export function driftPage(
  { rows, total, pageSize }: Awaited<ReturnType<ShopService['drifts']>>,
  page: number,
  vkGroupId: number | null,
): Page & { model: DriftModel } {
  return {
    view: 'sync/drift',
    title: 'Изменено в VK',
    section: 'sync',
    model: {
      crumbs: [SYNC_CRUMB, { label: 'Изменено в VK', href: null }],
      total: goods(total),
      rows: rows.map(row => driftRow(row, vkGroupId)),
      pager: pagerOf({ page, pageSize, total }, links.drift),
    },
  };
}

const driftRow = ({ key, name, vkItemId, fields }: DriftRow, vkGroupId: number | null): DriftModel['rows'][number] => ({
  key,
  name,
  vkHref: links.vkItem(vkGroupId, vkItemId),
  fields: fields.map(({ field, ours, inVk }) => ({
    field,
    label: fieldLabel(field),
    ours: shortened(ours),
    inVk: shortened(inVk),
    canKeep: field !== 'category',
  })),
});

export interface OffersModel {
  readonly crumbs: readonly Crumb[];
  readonly total: string;
  readonly rows: readonly {
    readonly id: number;
    readonly name: string;
    readonly vkTitle: string;
    readonly vkHref: string | null;
    readonly why: string;
  }[];
  readonly pager: Pager | null;
}

const MATCHED: Readonly<Record<OfferRow['matchedBy'], string>> = {
  barcode: 'совпал штрихкод',
  article: 'совпал артикул',
  name: 'совпало название',
};

/** Goods of the merchant's own making that look like ours: tie them, or add ours beside them. */
export function offersPage(
  { rows, total, pageSize }: Awaited<ReturnType<ShopService['offers']>>,
  page: number,
  vkGroupId: number | null,
): Page & { model: OffersModel } {
  return {
    view: 'sync/offers',
    title: 'Похоже, эти товары уже есть в VK',
    section: 'sync',
    model: {
      crumbs: [SYNC_CRUMB, { label: 'Похожие товары', href: null }],
      total: goods(total),
      rows: rows.map(({ id, name, vkTitle, vkItemId, matchedBy }) => ({
        id,
        name,
        vkTitle,
        vkHref: links.vkItem(vkGroupId, vkItemId),
        why: MATCHED[matchedBy],
      })),
      pager: pagerOf({ page, pageSize, total }, links.offers),
    },
  };
}

function shortened(text: string): string {
  const plain = text.replace(/\s+/gu, ' ').trim();
  if (plain === '') return '—';
  return plain.length > LONGEST ? `${plain.slice(0, LONGEST).trimEnd()}…` : plain;
}
