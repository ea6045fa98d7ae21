import type { Shop, ShopItem, ShopProperty } from '../../world/shop.js';
import { shopByGroup, shopForWrite } from '../access.js';
import type { Params } from '../params.js';
import { normaliseTitle } from '../text-rules.js';
import type { VkCall } from '../vk-call.js';
import { badParam, VkFailure } from '../vk-failure.js';

/** Two properties an item, fifty values a property, by VK's pages; the length of a property's name is a guess. */
const MAX_PROPERTIES = 2;
const MAX_VALUES = 50;
const MAX_NAME = 60;

export function getProperties(call: VkCall): object {
  const items = [...propertiesOf(variantShop(call)).values()].map(({ id, title, variants }) => ({
    ...{ id, title, type: 'text' },
    variants: variants.map(value => ({ id: value.id, title: value.title })),
  }));
  return { count: items.length, items };
}

export function addProperty(call: VkCall): object {
  const shop = variantShop(call);
  const properties = propertiesOf(shop);
  const title = propertyTitle(call.params);
  if (properties.size >= MAX_PROPERTIES) throw new VkFailure(1418);
  const id = call.sandbox.world.nextItemId++;
  properties.set(id, { id, title, variants: [] });
  call.sandbox.changed(shop);
  return { property_id: id };
}

export function editProperty(call: VkCall): number {
  const shop = variantShop(call);
  findProperty(shop, call.params.needInt('property_id')).title = propertyTitle(call.params);
  call.sandbox.changed(shop);
  return 1;
}

export function deleteProperty(call: VkCall): number {
  const shop = variantShop(call);
  propertiesOf(shop).delete(findProperty(shop, call.params.needInt('property_id')).id);
  call.sandbox.changed(shop);
  return 1;
}

export function addPropertyVariant(call: VkCall): object {
  const shop = variantShop(call);
  const property = findProperty(shop, call.params.needInt('property_id'));
  if (property.variants.length >= MAX_VALUES) throw new VkFailure(1419);
  const id = call.sandbox.world.nextItemId++;
  property.variants.push({ id, title: call.params.text('title') ?? '' });
  call.sandbox.changed(shop);
  return { variant_id: id };
}

export function editPropertyVariant(call: VkCall): number {
  const shop = variantShop(call);
  findValue(shop, call.params.needInt('variant_id')).value.title = call.params.text('title') ?? '';
  call.sandbox.changed(shop);
  return 1;
}

export function deletePropertyVariant(call: VkCall): number {
  const shop = variantShop(call);
  const { property, value } = findValue(shop, call.params.needInt('variant_id'));
  property.variants = property.variants.filter(other => other !== value);
  call.sandbox.changed(shop);
  return 1;
}

/** `market.groupItems`: members need values of the same properties, and no two the same set of them. */
export function groupItems(call: VkCall): object {
  const { sandbox, params, touch } = call;
  const shop = variantShop(call);
  const known = params.int('item_group_id') ?? 0;
  const members = [...shop.items.values()].filter(item => known !== 0 && item.groupingId === known);
  const added = (params.ints('item_ids') ?? []).map(id => {
    const item = shop.items.get(id);
    if (item === undefined || item.deletedAt !== undefined) throw new VkFailure(1403);
    return item;
  });
  const all = [...new Set([...members, ...added])];
  if (all.length < 2) throw new VkFailure(1425);
  if (all.some(item => (item.variantIds ?? []).length === 0)) throw new VkFailure(1415);
  if (new Set(all.map(item => propertiesUsed(shop, item))).size > 1)
    throw new VkFailure(members.length === 0 ? 1412 : 1414);
  if (new Set(all.map(item => String(item.variantIds))).size < all.length)
    throw new VkFailure(members.length === 0 ? 1426 : 1413);
  const id = known === 0 ? sandbox.world.nextItemId++ : known;
  for (const item of all) {
    item.groupingId = id;
    touch(item);
  }
  sandbox.changed(shop);
  return { item_group_id: id };
}

export function ungroupItems(call: VkCall): number {
  const shop = variantShop(call);
  const id = call.params.needInt('item_group_id');
  for (const item of shop.items.values()) {
    if (item.groupingId !== id) continue;
    delete item.groupingId;
    call.touch(item);
  }
  call.sandbox.changed(shop);
  return 1;
}

/** `variant_ids` of an item, each a value that is there (1416); absent in most calls. */
export function readVariants(shop: Shop, params: Params): number[] | undefined {
  const ids = params.ints('variant_ids');
  for (const id of ids ?? []) findValue(shop, id);
  return ids;
}

/** Values as items carry them in answers. */
export function presentVariants(shop: Shop, item: ShopItem): object {
  if (item.variantIds === undefined || item.variantIds.length === 0) return {};
  const known = [...propertiesOf(shop).values()].flatMap(property =>
    property.variants
      .filter(value => item.variantIds?.includes(value.id) === true)
      .map(value => ({ variant_id: value.id, variant_name: value.title, property_name: property.title })),
  );
  return { property_values: known };
}

/** The community, managed by the caller, with an advanced shop (1409) and variants on (1410). */
function variantShop({ sandbox, token, params }: VkCall): Shop {
  const shop = shopForWrite(shopByGroup(sandbox, params.needInt('group_id')), token);
  if (shop.mode !== 'advanced') throw new VkFailure(1409);
  if (shop.switches.variants !== true) throw new VkFailure(1410);
  return shop;
}

function propertiesOf(shop: Shop): Map<number, ShopProperty> {
  return (shop.properties ??= new Map<number, ShopProperty>());
}

function findProperty(shop: Shop, id: number): ShopProperty {
  const property = propertiesOf(shop).get(id);
  if (property === undefined) throw new VkFailure(1417);
  return property;
}

function findValue(shop: Shop, id: number): { property: ShopProperty; value: ShopProperty['variants'][number] } {
  for (const property of propertiesOf(shop).values()) {
    const value = property.variants.find(known => known.id === id);
    if (value !== undefined) return { property, value };
  }
  throw new VkFailure(1416);
}

function propertiesUsed(shop: Shop, item: ShopItem): string {
  return String((item.variantIds ?? []).map(id => findValue(shop, id).property.id).toSorted());
}

function propertyTitle(params: Params): string {
  const title = normaliseTitle(params.text('title') ?? '');
  if (title === '') throw badParam('title is undefined');
  if ([...title].length > MAX_NAME) throw new VkFailure(1421);
  return title;
}
