import { DEFAULT_ABBREVIATIONS } from './listing/default-abbreviations.js';
import { DEFAULT_SERVICE_WORDS } from './listing/service-words.js';
import type { Kopecks } from './money.js';
import { kopecks } from './money.js';

/** `automatic` writes at once, `approve` asks before every run, `preview` never writes. */
export type SyncMode = 'automatic' | 'approve' | 'preview';
/** What makes two till products one listing. */
export type MergeBy = 'id' | 'barcode' | 'article';
/** Step the final price is rounded to, half up; `x9` = the smallest whole rouble at or above that ends in 9. */
export type PriceRounding = 'none' | '1' | '5' | '10' | 'x9';
/** Unit weight goods are shown and priced in. */
export type WeightUnit = 'as_is' | '100g' | '1kg';
/** `fixed` sends one number for all goods in sale, `exact` the till's quantity. */
export type StockMode = 'fixed' | 'exact';
/** Name of the album of a nested group: its own name, or «Parent / Child». */
export type AlbumNaming = 'leaf' | 'path';

/** How a till price becomes a shop price. */
export interface PriceRule {
  /** Decimal text, 0.0001…10000, at most 4 decimals: "1.15". */
  readonly multiplier: string;
  /** Added after multiplying; may be negative. */
  readonly addend: Kopecks;
  readonly rounding: PriceRounding;
  /** Margin over cost in per cent the price never falls under; `null` = no floor. */
  readonly floorMarginPercent: number | null;
}

/** Everything a merchant can set; each value has its one home in `sync_configs.settings`. */
export interface MerchantSettings {
  readonly mode: SyncMode;
  /** Task switches of `/sync`. */
  readonly refreshTill: boolean;
  readonly refreshShop: boolean;
  readonly mirror: boolean;
  readonly mergeBy: MergeBy;
  readonly price: PriceRule;
  readonly weightUnit: WeightUnit;
  readonly stockMode: StockMode;
  /** Whole units held back in `exact` mode. */
  readonly stockBuffer: number;
  /** Most units shown in `exact` mode; `null` = no cap. */
  readonly stockCap: number | null;
  readonly albumNaming: AlbumNaming;
  /** Merchant's description template with `{name} {description} {price_unit} {article} {group}`; `null` = the built-in one. */
  readonly descriptionTemplate: string | null;
  readonly lowerShouting: boolean;
  readonly expandAbbreviations: boolean;
  /** Till abbreviation → full word, matched as whole words without regard to case. */
  readonly abbreviations: readonly (readonly [string, string])[];
  /** Goods whose name holds one of these whole words or phrases are service rows and stay out; `DEFAULT_SERVICE_WORDS` at first. */
  readonly serviceWords: readonly string[];
  /** Words that mark a good as restricted, besides the built-in ones; from a word's start, short ones only as themselves. */
  readonly restrictedWords: readonly string[];
  /** Days a hidden good waits before it is deleted in VK. */
  readonly deleteAfterDays: number;
  /** Thresholds of the brakes (spec §3). */
  readonly brakes: BrakeSettings;
  readonly limits: ShopLimits;
}

/** A brake fires over `max(count, percent of the published goods)`. */
export interface BrakeSettings {
  readonly hideCount: number;
  readonly hidePercent: number;
  readonly priceCount: number;
  readonly pricePercent: number;
  /** A price counts as crashed when it falls by more per cent than this. */
  readonly priceDownPercent: number;
  /** A price counts as run away when it rises by more per cent than this. */
  readonly priceUpPercent: number;
  /** Per cent of the known stocks that may turn 0 at once, … */
  readonly stockPercent: number;
  /** … looked at from so many known stocks on. */
  readonly stockCount: number;
}

/** What the shop takes, as configured; what VK refuses is learnt beside it and the smaller number holds. */
export interface ShopLimits {
  readonly items: number;
  readonly albums: number;
  readonly itemsPerAlbum: number;
  /** New goods within 24 hours; `null` = no limit known. */
  readonly addsPerDay: number | null;
}

export const DEFAULT_PRICE_RULE: PriceRule = {
  multiplier: '1',
  addend: kopecks(0),
  rounding: 'none',
  floorMarginPercent: null,
};

export const DEFAULT_SETTINGS: MerchantSettings = {
  mode: 'automatic',
  refreshTill: true,
  refreshShop: true,
  mirror: true,
  mergeBy: 'id',
  price: DEFAULT_PRICE_RULE,
  weightUnit: 'as_is',
  stockMode: 'fixed',
  stockBuffer: 0,
  stockCap: null,
  albumNaming: 'leaf',
  descriptionTemplate: null,
  lowerShouting: false,
  expandAbbreviations: false,
  abbreviations: DEFAULT_ABBREVIATIONS,
  serviceWords: DEFAULT_SERVICE_WORDS,
  restrictedWords: [],
  deleteAfterDays: 7,
  brakes: {
    hideCount: 5,
    hidePercent: 20,
    priceCount: 3,
    pricePercent: 5,
    priceDownPercent: 50,
    priceUpPercent: 200,
    stockPercent: 50,
    stockCount: 10,
  },
  limits: { items: 15_000, albums: 100, itemsPerAlbum: 1000, addsPerDay: null },
};
