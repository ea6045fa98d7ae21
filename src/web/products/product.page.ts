import { LOCKABLE } from '../../domain/sync/compact.js';
import type { LockableField } from '../../domain/sync/compact.js';
import type { ProductService, ProductView } from '../../services/products/product-contracts.js';
import type { PhotoRow } from '../../services/photos/photo-contracts.js';
import type { RuleChoice } from '../catalogue/rule-controls.js';
import { ruleChoices } from '../catalogue/rule-controls.js';
import { ruleChip, ruleNote } from '../catalogue/state-words.js';
import type { FieldErrors } from '../forms/field.js';
import { fieldLabel } from '../history/field-values.js';
import { links } from '../links.js';
import type { PhotoForm } from '../photos/photo-form.js';
import { productPhotoForm } from '../photos/photo-form.js';
import { photoLinks } from '../photos/photo-links.js';
import type { Chip } from '../render/chip.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import type { Pager } from '../render/pager.js';
import { pagerOf } from '../render/pager.js';
import { counted } from '../texts/numbers.js';
import type { RuleLine } from './field-rules.js';
import { ruleLines } from './field-rules.js';
import type { OwnForm, OwnTexts } from './own-form.js';
import { ownForm, ownTexts } from './own-form.js';
import type { ProductReason } from './product-reason.js';
import { productReason } from './product-reason.js';
import type { TillCard } from './till-card.js';
import { tillCard } from './till-card.js';
import type { TimelineLine } from './timeline.page.js';
import { timelineLine } from './timeline.page.js';
import type { VkCard } from './vk-card.js';
import { vkCard } from './vk-card.js';

/** One switch «вести вручную в VK». */
export interface LockLine {
  readonly field: LockableField;
  readonly label: string;
  readonly isOn: boolean;
  /** What the press sends. */
  readonly value: '0' | '1';
}

export interface ProductModel {
  readonly crumbs: readonly Crumb[];
  readonly name: string;
  readonly id: string;
  /** Sent with every form, so that it means the listing that was looked at. */
  readonly key: string;
  readonly chip: Chip;
  readonly here: string;
  readonly reason: ProductReason | null;
  readonly till: readonly TillCard[];
  readonly rules: readonly RuleLine[];
  readonly vk: VkCard;
  /** Other listings of the same till id. */
  readonly others: readonly { readonly href: string; readonly label: string }[];
  readonly rule: { readonly chip: Chip; readonly note: string; readonly choices: readonly RuleChoice[] };
  /** `null` = nothing can be set by hand yet. */
  readonly own: OwnForm | null;
  readonly photo: PhotoForm | null;
  readonly locks: readonly LockLine[];
  readonly isPinned: boolean;
  /** «Это не такой товар» was said, and can be taken back. */
  readonly isAllowed: boolean;
  readonly forms: Readonly<Record<'own' | 'locks' | 'pin' | 'allow', string>>;
  readonly timeline: {
    readonly total: string;
    readonly lines: readonly TimelineLine[];
    readonly pager: Pager | null;
  };
}

interface Found {
  readonly view: ProductView;
  readonly timeline: Awaited<ReturnType<ProductService['timeline']>>;
  readonly photo: PhotoRow | null;
}

/** What was typed into the form of own values and does not fit. */
interface Refused {
  readonly texts: OwnTexts;
  readonly errors: FieldErrors;
}

export function productPage(
  { view, timeline, photo }: Found,
  page: number,
  now: Date,
  refused: Refused | null = null,
): Page & { model: ProductModel } {
  const { id, key, members, own } = view;
  const vk = vkCard(view, photo === null ? null : photoLinks.preview(photo.key, photo.version, 'large'), now);
  const here = links.product(id, { key: view.otherKeys.length > 0 && key !== null ? key : '' });
  return {
    view: 'products/product',
    title: view.name,
    section: 'catalogue',
    status: refused === null ? 200 : 422,
    model: {
      crumbs: crumbsOf(view),
      name: view.name,
      id,
      key: key ?? '',
      chip: vk.chip,
      here,
      reason: productReason(view),
      till: members.map(member => tillCard(member, now, member.id === id ? null : links.product(member.id))),
      rules: ruleLines(view),
      vk,
      others: view.otherKeys.map(other => ({
        href: links.product(id, { key: other }),
        label: `Ещё одна карточка этого товара: ${other}`,
      })),
      rule: { chip: ruleChip(view), note: ruleNote(view), choices: ruleChoices('product', id, view) },
      own: key === null ? null : ownForm(refused?.texts ?? ownTexts(view), refused?.errors),
      photo: photo === null ? null : productPhotoForm(photo, here, { isFolded: false }),
      locks: key === null ? [] : LOCKABLE.map(field => lockLine(field, view)),
      isPinned: own.isPinned,
      isAllowed: own.isAllowed,
      forms: {
        own: links.productForm(id, 'own'),
        locks: links.productForm(id, 'locks'),
        pin: links.productForm(id, 'pin'),
        allow: links.productForm(id, 'allow'),
      },
      timeline: {
        total: counted(timeline.total, 'событие', 'события', 'событий'),
        lines: timeline.entries.map(entry => timelineLine(entry, now)),
        pager: pagerOf(
          { page, pageSize: timeline.pageSize, total: timeline.total },
          next => `${links.product(id, { key: view.otherKeys.length > 0 ? (key ?? '') : '', page: next })}#timeline`,
        ),
      },
    },
  };
}

function crumbsOf({ members, id, name }: ProductView): readonly Crumb[] {
  const member = members.find(one => one.id === id);
  const store: readonly Crumb[] =
    member === undefined ? [] : [{ label: member.storeName, href: links.products(member.storeId) }];
  return [CATALOGUE_CRUMB, ...store, { label: name, href: null }];
}

function lockLine(field: LockableField, { locks }: ProductView): LockLine {
  const isOn = locks.includes(field);
  return { field, label: fieldLabel(field), isOn, value: isOn ? '0' : '1' };
}
