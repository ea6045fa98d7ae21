import type { GroupRow, StoreRow } from '../../services/web-services.js';
import { links } from '../links.js';
import type { Chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import { count, counted } from '../texts/numbers.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { RuleChoice, Switch } from './rule-controls.js';
import { ruleChoices, switchOf } from './rule-controls.js';
import { GONE_CHIP, ruleChip, ruleNote } from './state-words.js';

export interface GroupLine {
  readonly rowId: string;
  readonly name: string;
  /** 0–6: deeper groups stand no further in. */
  readonly indent: number;
  readonly href: string;
  readonly products: string;
  readonly listed: string;
  readonly rule: Chip;
  readonly note: string;
  readonly gone: Chip | null;
  readonly isPseudo: boolean;
  readonly switch: Switch;
  readonly choices: readonly RuleChoice[];
}

export interface GroupsModel {
  readonly crumbs: readonly Crumb[];
  readonly store: string;
  readonly allHref: string;
  readonly total: string;
  readonly rows: readonly GroupLine[];
  readonly back: string;
  /** The store is out: nothing below it can be in. */
  readonly isStoreOff: boolean;
}

const DEEPEST_INDENT = 6;

export function groupsPage(store: StoreRow, rows: readonly GroupRow[]): Page & { model: GroupsModel } {
  return {
    view: 'catalogue/groups',
    title: `${store.name}: группы`,
    section: 'catalogue',
    model: {
      crumbs: [CATALOGUE_CRUMB, { label: store.name, href: null }],
      store: store.name,
      allHref: links.products(store.id),
      total: `${counted(rows.length, 'группа', 'группы', 'групп')}, ${counted(store.products, 'товар', 'товара', 'товаров')}`,
      rows: rows.map(row => groupLine(store, row)),
      back: links.groups(store.id),
      isStoreOff: !store.effective.selected,
    },
  };
}

const groupLine = (store: StoreRow, row: GroupRow): GroupLine => ({
  rowId: `group-${row.id}`,
  name: row.name,
  indent: Math.min(row.depth, DEEPEST_INDENT),
  href: links.products(store.id, { groupId: row.id }),
  products: count(row.products),
  listed: count(row.listed),
  rule: ruleChip(row),
  note: ruleNote(row),
  gone: row.isMissing ? GONE_CHIP : null,
  isPseudo: row.isPseudo,
  switch: switchOf(row, links.toggleGroup(store.id, row.id), `Группа «${row.name}»`),
  choices: ruleChoices('group', row.id, row),
});
