import type { CatalogueService } from '../../services/catalogue/catalogue-contracts.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import { counted } from '../texts/numbers.js';
import { ruleChip } from './state-words.js';

type Vanished = Awaited<ReturnType<CatalogueService['vanished']>>;

export interface VanishedModel {
  readonly crumbs: readonly Crumb[];
  readonly total: string;
  readonly rows: readonly {
    readonly name: string;
    readonly kind: string;
    readonly rule: Chip;
    /** What the button sends. */
    readonly remove: string;
  }[];
  readonly back: string;
}

const KINDS = { store: 'магазин', group: 'группа', product: 'товар' } as const;

/** Rows on the page; more rules than this are taken away one page after the other. */
const MOST = 50;

/** Rules whose store, group or good is gone from the till: they wait for it, or are taken away. */
export function vanishedPage(rules: Vanished): Page & { model: VanishedModel } {
  return {
    view: 'catalogue/vanished',
    title: 'Правила без товаров',
    section: 'catalogue',
    model: {
      crumbs: [CATALOGUE_CRUMB, { label: 'Правила без товаров', href: null }],
      total: counted(rules.length, 'правило', 'правила', 'правил'),
      rows: rules.slice(0, MOST).map(({ entityType, entityId, entityName, mode }) => ({
        name: entityName === '' ? entityId : entityName,
        kind: KINDS[entityType],
        rule: ruleChip({ rule: mode }),
        remove: `${entityType}|none|${entityId}`,
      })),
      back: links.vanishedRules,
    },
  };
}
