import { cleanText } from '../text/clean-text.js';
import type { Kopecks } from '../money.js';
import type { PriceRule, StockMode } from '../settings.js';
import { albumTitle } from './album-title.js';
import { descriptionInput } from './description-input.js';
import { foldersOf } from './folders.js';
import type { DescriptionSource } from './listing-description.js';
import { descriptionSource, priceUnitText } from './listing-description.js';
import type { NameStep } from './listing-name.js';
import { nameSteps } from './listing-name.js';
import { choosePhoto } from './photo-choice.js';
import { priceSteps } from './price.js';
import { shownUnit } from './shown-unit.js';
import { stockOf } from './stock.js';
import type { ListingContext, ListingMember, PhotoChoice } from './types.js';

/** How a price came about. `own`: as the merchant set it; `none`: there is nothing to count from. */
export type PriceExplanation =
  | { readonly from: 'own'; readonly price: Kopecks; readonly tillPrice: Kopecks | null }
  | { readonly from: 'none' }
  | {
      readonly from: 'till';
      readonly tillPrice: Kopecks;
      readonly rule: PriceRule;
      /** The rule is that of the good's group, not the merchant's general one. */
      readonly isGroupRule: boolean;
      /** «цена за 100 г.» when the price is counted in another unit than the till's; empty otherwise. */
      readonly perUnit: string;
      readonly isAtFloor: boolean;
      /** The last step moved it: it was rounded. */
      readonly isRounded: boolean;
      readonly price: Kopecks;
    };

/** From what and how each field of a listing was made: the words for it are the page's. */
export interface ListingExplanation {
  readonly name: { readonly steps: readonly NameStep[]; readonly name: string | null };
  readonly description: { readonly source: DescriptionSource; readonly perUnit: string };
  readonly price: PriceExplanation;
  readonly stock: {
    readonly mode: StockMode;
    readonly buffer: number;
    readonly cap: number | null;
    /** Whole units, `null` = the till does not say. */
    readonly stock: number | null;
  };
  readonly album: { readonly title: string | null; readonly hasGroup: boolean };
  readonly category: { readonly id: number; readonly isGroupRule: boolean };
  readonly photo: PhotoChoice['source'];
}

/**
 * Tells how `buildListing` makes each field of these members in this context, with the very functions it uses. It answers
 * for goods that are not listed too: then it says what would be. `null` = there is no member to tell of.
 */
export function explainListing(members: readonly ListingMember[], ctx: ListingContext): ListingExplanation | null {
  const [first] = members;
  if (first === undefined) return null;
  const { settings, overrides, group } = ctx;
  const named = nameSteps(first, settings, overrides.name);
  const unit = shownUnit(first.product.measureName, settings.weightUnit);
  const folders = foldersOf(first);
  const groupName = cleanText(folders.at(-1) ?? '');
  const perUnit = priceUnitText(unit);
  return {
    name: { steps: named?.steps ?? [], name: named?.name ?? null },
    description: {
      source: descriptionSource(descriptionInput(first, { name: named?.name ?? '', groupName, unit }, ctx)),
      perUnit,
    },
    price: explainPrice(first, ctx),
    stock: {
      mode: settings.stockMode,
      buffer: settings.stockBuffer,
      cap: settings.stockCap,
      stock: stockOf(
        members.filter(({ product }) => product.allowToSell),
        unit,
        { mode: settings.stockMode, buffer: settings.stockBuffer, cap: settings.stockCap, fixed: ctx.fixedStock },
      ),
    },
    album: { title: albumTitle(folders, settings.albumNaming), hasGroup: folders.length > 0 },
    category: { id: group.categoryId ?? ctx.defaultCategoryId, isGroupRule: group.categoryId !== null },
    photo: choosePhoto(ctx, named?.name ?? '', groupName).source,
  };
}

function explainPrice({ product }: ListingMember, { settings, overrides, group }: ListingContext): PriceExplanation {
  const { price: tillPrice, costPrice, measureName } = product;
  if (overrides.price !== null) return { from: 'own', price: overrides.price, tillPrice };
  if (tillPrice === null || tillPrice <= 0) return { from: 'none' };
  const unit = shownUnit(measureName, settings.weightUnit);
  const rule = group.price ?? settings.price;
  const { wanted, isAtFloor, price } = priceSteps({ tillPrice, costPrice, rule, unit });
  const isConverted = unit.tillGrams !== unit.shownGrams;
  return {
    from: 'till',
    tillPrice,
    rule,
    isGroupRule: group.price !== null,
    perUnit: isConverted ? priceUnitText(unit) : '',
    isAtFloor,
    isRounded: !isAtFloor && wanted !== price,
    price,
  };
}
