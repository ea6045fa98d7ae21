import type { Kopecks } from '../../domain/money.js';
import { DEFAULT_SETTINGS, type PriceRule } from '../../domain/settings.js';
import { formatMultiplier } from '../../domain/text/format-multiplier.js';
import { formatRub } from '../../domain/text/format-rub.js';
import type {
  GroupPriceTrial,
  GroupSettingsView,
  PriceTexts,
} from '../../services/listings/group-settings-contracts.js';
import type { ErrorSummary, Field, FieldErrors } from '../forms/field.js';
import { errorSummary, field } from '../forms/field.js';
import { links } from '../links.js';
import type { PhotoForm } from '../photos/photo-form.js';
import { photoLinks } from '../photos/photo-links.js';
import type { Crumb } from '../render/crumbs.js';
import { CATALOGUE_CRUMB } from '../render/crumbs.js';
import type { Page } from '../render/page-presenter.js';
import { settingTexts, settingsModel } from '../sync/settings.page.js';
import { counted, goods } from '../texts/numbers.js';
import { groupSettingsLinks } from './group-settings-links.js';

export interface GroupSettingsModel {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  /** The settings hold in several stores. */
  readonly everywhere: string;
  readonly summary: ErrorSummary | null;
  readonly price: {
    readonly action: string;
    readonly now: string;
    readonly above: string;
    readonly fields: readonly Field[];
    readonly rounding: object;
    readonly floor: Field;
    readonly canRemove: boolean;
    readonly touched: string;
    readonly samples: readonly { readonly name: string; readonly before: string; readonly after: string }[];
    readonly samplesTitle: string;
  };
  readonly category: {
    readonly action: string;
    readonly above: string;
    readonly field: Field;
    readonly canRemove: boolean;
  };
  readonly photo: PhotoForm;
}

interface GroupSettingsInput {
  readonly view: GroupSettingsView;
  readonly trial: GroupPriceTrial | null;
  readonly photoVersion: string | null;
  /** The form as it was typed, when it comes back. */
  readonly typed?: PriceTexts;
  readonly isTried?: boolean;
  readonly typedCategory?: string;
  readonly errors?: FieldErrors;
}

/** What is different in one group: price, category in VK, picture; and what would hold without it. */
export function groupSettingsPage(input: GroupSettingsInput): Page & { model: GroupSettingsModel } {
  const { view, errors = {} } = input;
  const { store, group } = view;
  return {
    view: 'group-settings/group-settings',
    title: `${group.name}: настройки группы`,
    section: 'catalogue',
    ...(Object.keys(errors).length > 0 ? { status: 422 } : {}),
    model: {
      crumbs: [
        CATALOGUE_CRUMB,
        { label: store.name, href: links.groups(store.id) },
        { label: group.name, href: links.products(store.id, { groupId: group.id }) },
        { label: 'Настройки', href: null },
      ],
      heading: `Настройки группы «${group.name}»`,
      everywhere:
        view.stores > 1
          ? `Эта группа есть в ${counted(view.stores, 'магазине', 'магазинах', 'магазинах')}: настройки действуют во всех.`
          : '',
      summary: errorSummary(errors),
      price: priceModel(input),
      category: categoryModel(input),
      photo: photoModel(view, input.photoVersion),
    },
  };
}

function priceModel({ view, trial, typed, isTried, errors = {} }: GroupSettingsInput): GroupSettingsModel['price'] {
  const { price, store, group } = view;
  const settings = { ...DEFAULT_SETTINGS, price: price.own ?? price.inherited };
  const form = settingsModel(settings, { ...settingTexts(settings), ...typed }, errors);
  const above = `${aboveText(price.inheritedFrom)}: ${ruleText(price.inherited)}.`;
  return {
    action: groupSettingsLinks.price(store.id, group.id),
    now: price.own === null ? `Сейчас ${above}` : `Сейчас у группы своё правило: ${ruleText(price.own)}.`,
    above: price.own === null ? '' : `Без него ${above}`,
    fields: [form.multiplier, form.addend],
    rounding: form.rounding,
    floor: form.floor,
    canRemove: price.own !== null,
    touched: trial === null ? '' : touchedText(trial),
    samples: (trial?.samples ?? []).map(({ name, before, after }) => ({
      name,
      before: priceText(before),
      after: priceText(after),
    })),
    samplesTitle: isTried === true ? 'Как изменятся цены' : 'Цены сейчас',
  };
}

const aboveText = (from: string | null): string =>
  from === null ? 'действуют общие настройки' : `действует правило группы «${from}»`;

const priceText = (price: Kopecks | null): string => (price === null ? 'не публикуется' : formatRub(price));

function touchedText({ goods: all, withOwnPrice }: GroupPriceTrial): string {
  if (all === 0) return 'В группе нет отобранных товаров: правило пригодится, когда они появятся.';
  const own =
    withOwnPrice === 0
      ? ''
      : ` У ${counted(withOwnPrice, 'товара', 'товаров', 'товаров')} из них своя цена, она останется.`;
  return `Правило действует на ${goods(all)}.${own}`;
}

const STEPS: Readonly<Record<PriceRule['rounding'], string>> = {
  none: '',
  1: 'до рубля',
  5: 'до 5 рублей',
  10: 'до 10 рублей',
  x9: 'на 9 в конце',
};

/** A rule in a line: «цена × 1,1 + 50 ₽, до рубля». */
function ruleText({ multiplier, addend, rounding, floorMarginPercent }: PriceRule): string {
  const times = Number(multiplier) === 1 ? '' : ` ${formatMultiplier(multiplier)}`;
  const plus = addend === 0 ? '' : ` ${addend > 0 ? '+' : '−'} ${formatRub(Math.abs(addend) as Kopecks)}`;
  const base = times === '' && plus === '' ? 'цена как на кассе' : `цена${times}${plus}`;
  const floor = floorMarginPercent === null ? '' : `, не ниже закупки + ${floorMarginPercent}\u00a0%`;
  return `${base}${STEPS[rounding] === '' ? '' : `, ${STEPS[rounding]}`}${floor}`;
}

function categoryModel({ view, typedCategory, errors = {} }: GroupSettingsInput): GroupSettingsModel['category'] {
  const { category, store, group } = view;
  return {
    action: groupSettingsLinks.category(store.id, group.id),
    above: `${category.inheritedFrom === null ? 'Общая категория' : `Категория группы «${category.inheritedFrom}»`}: ${category.inherited}.`,
    field: field({
      name: 'category_id',
      label: 'Код категории VK',
      hint: 'Число, под которым VK знает категорию товаров.',
      value: typedCategory ?? (category.own === null ? '' : String(category.own)),
      error: errors['category_id'] ?? null,
      inputmode: 'numeric',
      width: 'narrow',
    }),
    canRemove: category.own !== null,
  };
}

function photoModel({ store, group }: GroupSettingsView, version: string | null): PhotoForm {
  const action = photoLinks.group(store.id, group.id);
  const back = groupSettingsLinks.view(store.id, group.id);
  return {
    id: 'photo-group',
    name: `группа «${group.name}»`,
    preview: version === null ? null : photoLinks.groupPreview(group.id, version, 'large'),
    source: version === null ? 'Не задано' : 'Фото группы',
    hasOwn: version !== null,
    action,
    removeHref: version === null ? null : photoLinks.remove(action, back),
    back,
    isFolded: false,
  };
}
