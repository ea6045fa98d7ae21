/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { GroupId, ListingKey, ProductId, StoreId } from '../../src/domain/brand.js';
import { AppError } from '../../src/domain/errors.js';
import { kopecks } from '../../src/domain/money.js';
import { noGroupId } from '../../src/domain/selection/no-group.js';
import { checkOverrides } from '../../src/services/files/check-overrides.js';
import type {
  ExportPlace,
  ExportService,
  ImportView,
  LineFaultCode,
  OverrideImportService,
  OverrideRow,
  OverrideWish,
  RowPages,
} from '../../src/services/files/file-contracts.js';
import type { FakeCatalogue } from './fake-catalogue.js';
import { NOW } from './fake-connections.js';

/** Own values by product id; a price in kopecks, as text. */
type OwnValues = Map<string, Required<OverrideWish>>;

export interface FakeExports extends ExportService {
  own: OwnValues;
}

export interface FakeImports extends OverrideImportService {
  /** The files that were checked; ids count from 1. */
  files: (ImportView & { readonly rows: readonly OverrideRow[] })[];
}

const NO_VALUES: Required<OverrideWish> = { price: null, name: null, description: null };

async function* onePage<Row>(rows: readonly Row[]): RowPages<Row> {
  yield rows;
}

/** The fake till as tables. */
export function createFakeExports(catalogue: FakeCatalogue): FakeExports {
  const ruleOf = (id: string) => catalogue.rules.find(({ entityId }) => entityId === id)?.mode ?? null;
  const ownStore = (id: StoreId) => {
    const store = catalogue.till.stores.find(one => one.id === id);
    if (store === undefined) throw new AppError('not_found', 'STORE.NOT_FOUND');
    return store;
  };
  const goodsOf = ({ storeId, groupId }: ExportPlace) => {
    if (storeId !== null) ownStore(storeId);
    const isKnown = groupId === null || catalogue.till.groups.some(({ id }) => id === groupId);
    if (!isKnown && !groupId.startsWith('none:')) throw new AppError('not_found', 'GROUP.NOT_FOUND');
    return catalogue.till.products
      .filter(good => storeId === null || good.storeId === storeId)
      .filter(good => groupId === null || (good.groupId ?? noGroupId(good.storeId)) === groupId);
  };
  const groupName = (id: GroupId | null): string =>
    catalogue.till.groups.find(group => group.id === id)?.name ?? 'Без группы';
  const fake: FakeExports = {
    own: new Map(),
    async stores() {
      return onePage(catalogue.till.stores.map(({ id, name, address }) => ({ id, name, address, rule: ruleOf(id) })));
    },
    async groups(_userId, storeId) {
      if (storeId !== null) ownStore(storeId);
      return onePage(
        catalogue.till.groups
          .filter(group => storeId === null || group.storeId === storeId)
          .map(({ id, name, storeId: store }) => ({ store: ownStore(store).name, name, id, rule: ruleOf(id) })),
      );
    },
    async products(_userId, place) {
      return onePage(
        goodsOf(place).map(good => ({
          ...good,
          id: good.id as ProductId,
          store: ownStore(good.storeId).name,
          group: groupName(good.groupId),
          rule: ruleOf(good.id),
        })),
      );
    },
    async overrides(_userId, place) {
      return onePage(
        goodsOf(place).map(({ id, name }) => {
          const own = fake.own.get(id) ?? NO_VALUES;
          return {
            id: id as ProductId,
            name,
            ownPriceKopecks: own.price === null ? null : Number(own.price),
            ownName: own.name,
            ownDescription: own.description,
          };
        }),
      );
    },
  };
  return fake;
}

/** Files of own values under the real comparison. */
export function createFakeImports(catalogue: FakeCatalogue, exports: FakeExports): FakeImports {
  const goods = () =>
    new Map(
      catalogue.till.products.map(({ id, name }) => {
        const own = exports.own.get(id) ?? NO_VALUES;
        return [
          id,
          {
            productId: id as ProductId,
            key: id as ListingKey,
            name,
            ownName: own.name,
            ownDescription: own.description,
            ownPriceKopecks: own.price === null ? null : kopecks(Number(own.price)),
          },
        ] as const;
      }),
    );
  const find = (id: number) => {
    const file = fake.files.find(one => one.id === id);
    if (file === undefined) throw new AppError('not_found', 'IMPORT.NOT_FOUND');
    return file;
  };
  const fake: FakeImports = {
    files: [],
    async check(_userId, { name, fields, rows }) {
      const { counts, lines } = checkOverrides(rows, goods(), fields);
      const id = fake.files.length + 1;
      const view: ImportView = {
        id,
        fileName: name,
        createdAt: NOW,
        appliedAt: null,
        counts,
        changes: lines
          .filter(({ faultCode }) => faultCode === null)
          .map(line => ({ ...line, ...(line.details as { before: OverrideWish; after: OverrideWish }) })),
        faults: lines
          .filter(({ faultCode }) => faultCode !== null)
          .map(line => ({ ...line, code: line.faultCode as LineFaultCode, ...(line.details as { value: string }) })),
      };
      fake.files.push({ ...view, rows });
      return id;
    },
    async view(_userId, id) {
      const file = find(id);
      return { ...file, changes: file.changes.slice(0, 50), faults: file.faults.slice(0, 100) };
    },
    async faults(_userId, id) {
      return onePage(find(id).faults);
    },
    async apply(_userId, id) {
      const file = find(id);
      if (file.appliedAt !== null) throw new AppError('conflict', 'IMPORT.APPLIED');
      for (const { productId, after } of file.changes)
        exports.own.set(productId, { ...(exports.own.get(productId) ?? NO_VALUES), ...after });
      fake.files = fake.files.map(one => (one.id === id ? { ...one, appliedAt: NOW } : one));
      return { changed: file.changes.length, gone: 0 };
    },
  };
  return fake;
}
