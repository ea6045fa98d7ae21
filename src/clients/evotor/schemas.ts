import { z } from 'zod';
import type { GroupId, ProductId, StoreId } from '../../domain/brand.js';
import type { TillGroup, TillProduct, TillStore } from '../../domain/till.js';
import { choices, flag, id, name, optionalText, roubles, textList, units } from './values.js';

/** Reads one row of a list; `null` when it cannot be read. */
export type ReadRow<Row> = (row: unknown) => Row | null;

const store = z.looseObject({ id, name, address: optionalText });

const attribute = z.looseObject({
  id,
  name,
  choices: z
    .array(z.looseObject({ id, name }))
    .nullish()
    .transform(list => list ?? []),
});

const group = z.looseObject({
  id,
  parent_id: optionalText,
  name,
  attributes: z
    .array(attribute)
    .nullish()
    .transform(list => list ?? []),
});

const product = z.looseObject({
  id,
  parent_id: optionalText,
  name,
  type: z
    .string()
    .nullish()
    .transform(value => value || null),
  price: roubles,
  cost_price: roubles,
  quantity: units,
  measure_name: optionalText,
  allow_to_sell: flag(true),
  description: optionalText,
  article_number: optionalText,
  code: optionalText,
  barcodes: textList,
  attributes_choices: choices,
  is_excisable: flag(false),
  is_age_limited: flag(false),
});

const readStore: ReadRow<TillStore> = row => {
  const { success, data } = store.safeParse(row);
  return success ? { id: data.id as StoreId, name: data.name, address: data.address } : null;
};

const readGroup =
  (storeId: StoreId): ReadRow<TillGroup> =>
  row => {
    const { success, data } = group.safeParse(row);
    if (!success) return null;
    return {
      id: data.id as GroupId,
      storeId,
      parentId: data.parent_id as GroupId | null,
      name: data.name,
      attributes: data.attributes.map(entry => ({
        id: entry.id,
        name: entry.name,
        choices: entry.choices.map(choice => ({ id: choice.id, name: choice.name })),
      })),
    };
  };

const readProduct =
  (storeId: StoreId): ReadRow<TillProduct> =>
  row => {
    const { success, data } = product.safeParse(row);
    if (!success) return null;
    return {
      id: data.id as ProductId,
      storeId,
      groupId: data.parent_id as GroupId | null,
      name: data.name,
      type: data.type,
      price: data.price,
      costPrice: data.cost_price,
      quantity: data.quantity,
      measureName: data.measure_name,
      allowToSell: data.allow_to_sell,
      description: data.description,
      articleNumber: data.article_number,
      code: data.code,
      barcodes: data.barcodes,
      attributesChoices: data.attributes_choices,
      isExcisable: data.is_excisable,
      isAgeLimited: data.is_age_limited,
    };
  };

/** Readers of the three resources; rows belong to the store that was asked, whatever their own `store_id` says. */
export const READ_ROW = { store: readStore, group: readGroup, product: readProduct } as const;
