import type { ListingKey } from '../brand.js';
import { cleanText } from '../text/clean-text.js';
import { albumTitle } from './album-title.js';
import { duplicateKey } from './duplicate-key.js';
import { restrictedWordFinder } from './find-restricted-word.js';
import { serviceWordFinder } from './find-service-word.js';
import { descriptionInput } from './description-input.js';
import { foldersOf } from './folders.js';
import { listingDescription } from './listing-description.js';
import { listingName } from './listing-name.js';
import { choosePhoto } from './photo-choice.js';
import { MAX_SHOP_PRICE, shopPrice } from './price.js';
import type { ReasonCode } from './reasons.js';
import { restrictionOf } from './restriction.js';
import { shownUnit } from './shown-unit.js';
import { stockOf } from './stock.js';
import type { Listing, ListingContext, ListingMember, NotListed } from './types.js';

/**
 * What should stand in VK for the selected goods that share a key, or the first reason why nothing should.
 * `members` come in the merchant's order of stores: the first gives name, price, group and texts, those for sale give
 * stock. Pure: the run and every page call this same function.
 */
export function buildListing(
  key: ListingKey,
  members: readonly ListingMember[],
  ctx: ListingContext,
): Listing | NotListed {
  const refuse = (code: ReasonCode, params: NotListed['params'] = {}): NotListed => ({
    kind: 'not_listed',
    key,
    code,
    params,
  });
  const [first] = members;
  if (first === undefined) return refuse('NOT_SELECTED', { why: 'товар не отобран ни в одном магазине' });
  const { settings, overrides } = ctx;

  const name = listingName(first, settings, overrides.name);
  if (name === null) return refuse('NO_NAME');
  const restriction = restrictionOf(
    members,
    overrides.name,
    prepared(restrictedFinders, settings.restrictedWords, restrictedWordFinder),
    overrides.allowRestricted,
  );
  if (restriction !== null) return refuse(restriction.code, restriction.params);
  const findService = prepared(serviceFinders, settings.serviceWords, serviceWordFinder);
  const serviceWord = members.map(member => findService(member.product.name)).find(word => word !== null);
  if (serviceWord != null) return refuse('SERVICE_ROW', { word: serviceWord });
  const duplicate = duplicateKey(
    key,
    members.map(member => member.product),
  );
  if (duplicate !== null) return duplicate;
  const forSale = members.filter(member => member.product.allowToSell);
  if (forSale.length === 0) return refuse('NOT_FOR_SALE');

  const unit = shownUnit(first.product.measureName, settings.weightUnit);
  const price = priceOf(first, unit, ctx);
  if (price === null) return refuse('NO_PRICE');
  if (price > MAX_SHOP_PRICE) return refuse('PRICE_TOO_HIGH');
  const folders = foldersOf(first);
  const groupName = cleanText(folders.at(-1) ?? '');
  return {
    kind: 'listing',
    key,
    name,
    description: listingDescription(descriptionInput(first, { name, groupName, unit }, ctx)),
    price,
    stock: stockOf(forSale, unit, {
      mode: settings.stockMode,
      buffer: settings.stockBuffer,
      cap: settings.stockCap,
      fixed: ctx.fixedStock,
    }),
    album: albumTitle(folders, settings.albumNaming),
    categoryId: ctx.group.categoryId ?? ctx.defaultCategoryId,
    photo: choosePhoto(ctx, name, groupName),
  };
}

/** A price set by hand is the shop price as it stands, in the shown unit; it also serves goods the till has no price for. */
function priceOf(
  first: ListingMember,
  unit: ReturnType<typeof shownUnit>,
  ctx: ListingContext,
): Listing['price'] | null {
  const { price: own } = ctx.overrides;
  if (own !== null) return own > 0 ? own : null;
  const { price: tillPrice, costPrice } = first.product;
  if (tillPrice === null || tillPrice <= 0) return null;
  return shopPrice({ tillPrice, costPrice, rule: ctx.group.price ?? ctx.settings.price, unit });
}

type WordFinder<Text> = (text: Text) => string | null;
const restrictedFinders = new WeakMap<readonly string[], WordFinder<readonly string[]>>();
const serviceFinders = new WeakMap<readonly string[], WordFinder<string>>();

/** A merchant's list is the same object for a whole run: prepared once, not once per good. */
function prepared<Finder extends object>(
  known: WeakMap<readonly string[], Finder>,
  list: readonly string[],
  prepare: (list: readonly string[]) => Finder,
): Finder {
  const finder = known.get(list) ?? prepare(list);
  known.set(list, finder);
  return finder;
}
