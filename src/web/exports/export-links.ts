import type { GroupId, StoreId } from '../../domain/brand.js';
import type { TableFormat } from './table-format.js';

export const EXPORT_TYPES = ['stores', 'groups', 'products'] as const;
export type ExportType = (typeof EXPORT_TYPES)[number];

interface Place {
  readonly storeId?: StoreId | null;
  readonly groupId?: GroupId | null;
}

/** The two buttons under every table: one for programs, one for Excel. */
export interface ExportLinks {
  readonly csv: string;
  readonly excel: string;
}

function address(path: string, type: string, { storeId, groupId }: Place, format: TableFormat): string {
  const values = { type, store_id: storeId ?? '', group_id: groupId ?? '', format: format === 'csv' ? '' : format };
  const query = new URLSearchParams(Object.entries(values).filter(([, value]) => value !== '')).toString();
  return query === '' ? path : `${path}?${query}`;
}

const both = (of: (format: TableFormat) => string): ExportLinks => ({ csv: of('csv'), excel: of('excel') });

export const exportLinks = (type: ExportType, place: Place = {}): ExportLinks =>
  both(format => address('/catalog/export', type, place, format));

export const overrideExportLinks = (place: Place = {}): ExportLinks =>
  both(format => address('/catalog/overrides/export', '', place, format));
