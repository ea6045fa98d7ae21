import type { GroupId, ProductId, StoreId, UserId } from '../../domain/brand.js';
import type { FilterMode } from '../../domain/selection/types.js';

/** Rows in the order of the pages of the site, some hundreds at a time: memory stays flat however many there are. */
export type RowPages<Row> = AsyncIterable<readonly Row[]>;

export interface StoreExportRow {
  readonly name: string;
  readonly address: string | null;
  readonly id: StoreId;
  readonly rule: FilterMode | null;
}

export interface GroupExportRow {
  readonly store: string;
  readonly name: string;
  readonly id: GroupId;
  readonly rule: FilterMode | null;
}

export interface ProductExportRow {
  readonly store: string;
  /** «Без группы» for goods without one. */
  readonly group: string;
  readonly name: string;
  readonly articleNumber: string | null;
  readonly priceKopecks: number | null;
  readonly quantityMilli: number | null;
  readonly measureName: string | null;
  readonly allowToSell: boolean;
  readonly id: ProductId;
  readonly rule: FilterMode | null;
}

/** Own values of one good; `id` is that of the till product that stands for it. */
export interface OverrideExportRow {
  readonly id: ProductId;
  readonly name: string;
  readonly ownPriceKopecks: number | null;
  readonly ownName: string | null;
  readonly ownDescription: string | null;
}

/** Which part of the catalogue: everything, a store, or one group of it. */
export interface ExportPlace {
  readonly storeId: StoreId | null;
  /** Only with a store. */
  readonly groupId: GroupId | null;
}

/** The catalogue as tables. Throws `STORE.NOT_FOUND`, `GROUP.NOT_FOUND` before the first row. */
export interface ExportService {
  stores(userId: UserId): Promise<RowPages<StoreExportRow>>;
  groups(userId: UserId, storeId: StoreId | null): Promise<RowPages<GroupExportRow>>;
  products(userId: UserId, place: ExportPlace): Promise<RowPages<ProductExportRow>>;
  overrides(userId: UserId, place: ExportPlace): Promise<RowPages<OverrideExportRow>>;
}

export const OVERRIDE_FIELDS = ['price', 'name', 'description'] as const;
export type OverrideField = (typeof OVERRIDE_FIELDS)[number];

/** Own values as text: of a price its kopecks; `null` = none. A field that is not there stays as it is. */
export type OverrideWish = Readonly<Partial<Record<OverrideField, string | null>>>;

/** A line of the file that was sent: the cells as texts, only of columns the file has. */
export interface OverrideRow {
  /** Of the file, the heading being 1. */
  readonly line: number;
  readonly productId: string;
  readonly cells: Readonly<Partial<Record<OverrideField, string>>>;
  /** Seen while reading the file. */
  readonly fault?: 'too_many_cells' | 'strange_signs';
}

/** Why a line is not taken. */
export type LineFaultCode =
  | NonNullable<OverrideRow['fault']>
  | 'id_missing'
  | 'unknown_product'
  | 'repeated'
  | 'price_unreadable'
  | 'price_range'
  | 'name_unfit'
  | 'description_unfit';

export interface ImportCounts {
  readonly rows: number;
  /** Goods that get another own value, and of these those that lose one. */
  readonly changed: number;
  readonly cleared: number;
  readonly unchanged: number;
  readonly faulty: number;
  readonly fields: readonly OverrideField[];
}

export interface ImportChange {
  readonly line: number;
  readonly productId: string;
  readonly name: string;
  readonly before: OverrideWish;
  readonly after: OverrideWish;
}

export interface ImportFault {
  readonly line: number;
  readonly productId: string;
  readonly code: LineFaultCode;
  /** What stood in the cell, shortened; of a repeated good the line it stood on before. */
  readonly value: string;
}

/** A file that was read and compared; nothing of it is applied yet, or all of it. */
export interface ImportView {
  readonly id: number;
  readonly fileName: string;
  readonly createdAt: Date;
  readonly appliedAt: Date | null;
  readonly counts: ImportCounts;
  /** The first ones, in the order of the file. */
  readonly changes: readonly ImportChange[];
  readonly faults: readonly ImportFault[];
}

/** Own values of many goods by a file, in two steps. Another merchant's import is `IMPORT.NOT_FOUND`. */
export interface OverrideImportService {
  /** Compares a file with what there is and keeps the outcome for some hours. Answers its id. */
  check(
    userId: UserId,
    file: { readonly name: string; readonly fields: readonly OverrideField[]; readonly rows: readonly OverrideRow[] },
  ): Promise<number>;
  /** Throws `IMPORT.NOT_FOUND`, also for one that is too old. */
  view(userId: UserId, id: number): Promise<ImportView>;
  /** Every line that is not taken. Throws `IMPORT.NOT_FOUND` before the first. */
  faults(userId: UserId, id: number): Promise<RowPages<ImportFault>>;
  /**
   * Applies the lines without a fault, all at once; the listings follow. Answers how many goods changed, and how many
   * were gone from the till meanwhile. Throws `IMPORT.NOT_FOUND`, `IMPORT.APPLIED`.
   */
  apply(userId: UserId, id: number, origin: string): Promise<{ readonly changed: number; readonly gone: number }>;
}
