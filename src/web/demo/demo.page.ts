import type { Listing, NotListed } from '../../domain/listing/types.js';
import { formatQuantity } from '../../domain/text/format-quantity.js';
import { formatRub } from '../../domain/text/format-rub.js';
import { VK_CHIPS } from '../catalogue/state-words.js';
import type { ErrorSummary, Field, FieldErrors } from '../forms/field.js';
import { errorSummary, field } from '../forms/field.js';
import type { Chip } from '../render/chip.js';
import { chip } from '../render/chip.js';
import type { Page } from '../render/page-presenter.js';
import type { BuyerCard } from '../sync/buyer-card.js';
import { buyerCard } from '../sync/buyer-card.js';
import type { NumberTile } from '../sync/numbers.page.js';
import { count, goods as goodsText } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';
import { DEMO_GROUPS } from './demo-catalogue.js';
import type { DemoGood, DemoWish } from './run-demo.js';
import { runDemo } from './run-demo.js';

/** One good of the example: on the till, and what it would be in VK. */
export interface DemoRow {
  readonly name: string;
  /** The name in VK where it differs. */
  readonly vkName: string;
  readonly tillPrice: string;
  readonly vkPrice: string;
  readonly quantity: string;
  readonly chip: Chip;
  readonly reason: { readonly what: string; readonly fix: string } | null;
}

export interface DemoModel {
  readonly summary: ErrorSummary | null;
  readonly groups: readonly { readonly id: string; readonly name: string; readonly isOn: boolean }[];
  readonly multiplier: Field;
  readonly rounding: Select;
  readonly weight: Select;
  readonly cleansNames: boolean;
  readonly tiles: readonly NumberTile[];
  readonly cards: readonly BuyerCard[];
  readonly sections: readonly { readonly name: string; readonly count: string; readonly rows: readonly DemoRow[] }[];
  /** Where a visitor goes on: to the set-up, or to an account. */
  readonly next: { readonly href: string; readonly label: string };
}

interface Select {
  readonly name: string;
  readonly legend: string;
  readonly hint: string;
  readonly options: readonly { readonly value: string; readonly label: string; readonly isChecked: boolean }[];
}

const READY_CHIP = chip('fine', 'check-circle-fill', 'Появится в VK');
/** Cards of goods that show most of the rules: a weight good, a shouting one, a long name, a plain one. */
const CARDS = 4;

const ROUNDINGS = [
  ['none', 'Не округлять'],
  ['1', 'До рубля'],
  ['5', 'До 5 рублей'],
  ['10', 'До 10 рублей'],
  ['x9', 'Чтобы оканчивалась на 9'],
] as const;
const WEIGHTS = [
  ['as_is', 'Как на кассе'],
  ['100g', 'За 100 г'],
  ['1kg', 'За 1 кг'],
] as const;

/** The form as it was filled in: what is wrong is shown again, and the example goes by its last good values. */
export interface DemoTyped {
  readonly multiplier: string;
  readonly errors: FieldErrors;
}

export function demoPage(wish: DemoWish, isLoggedIn: boolean, typed?: DemoTyped): Page & { model: DemoModel } {
  const all = runDemo(wish);
  const listed = all.filter(isListed);
  const refused = all.filter(isRefused);
  const tile = (label: string, n: number, isAlarming = false): NumberTile => ({
    label,
    value: count(n),
    href: '#demo-goods',
    isAlarming,
  });
  return {
    view: 'demo/demo',
    title: 'Пример',
    section: 'overview',
    showsNeeds: true,
    ...(typed === undefined ? {} : { status: 422 }),
    model: {
      summary: typed === undefined ? null : errorSummary(typed.errors),
      groups: DEMO_GROUPS.map(({ id, name }) => ({ id, name, isOn: !wish.off.includes(id) })),
      multiplier: field({
        name: 'multiplier',
        label: 'Цена на кассе умножается на',
        hint: '1 — как на кассе, 1,15 — на 15 % дороже',
        value: typed?.multiplier ?? wish.multiplier.replace('.', ','),
        error: typed?.errors['multiplier'] ?? null,
        inputmode: 'decimal',
        width: 'narrow',
      }),
      rounding: select('rounding', 'Округление', ROUNDINGS, wish.rounding),
      weight: select('weight', 'Цена весовых товаров', WEIGHTS, wish.weightUnit),
      cleansNames: wish.cleanNames,
      tiles: [
        tile('На кассе', all.length),
        tile('Отобрано', listed.length + refused.length),
        tile('Появятся в VK', listed.length),
        tile('С причиной', refused.length, refused.length > 0),
      ],
      cards: cardsOf(listed),
      sections: DEMO_GROUPS.map(({ id, name }) => {
        const rows = all.filter(({ group }) => group.id === id);
        return { name, count: groupText(rows), rows: rows.map(demoRow) };
      }),
      next: isLoggedIn
        ? { href: '/overview', label: 'Настроить свой магазин' }
        : { href: '/register', label: 'Зарегистрироваться' },
    },
  };
}

type ListedGood = DemoGood & { readonly result: Listing };
/** Selected, and yet not in VK. */
const isRefused = ({ result }: DemoGood): boolean => result.kind === 'not_listed' && result.code !== 'NOT_SELECTED';
const isListed = (good: DemoGood): good is ListedGood => good.result.kind === 'listing';

/** The first of each group, so that every switch shows in a card. */
function cardsOf(listed: readonly ListedGood[]): BuyerCard[] {
  const seen = new Set<string>();
  const firsts = listed.filter(({ group }) => !seen.has(group.id) && seen.add(group.id));
  return [...new Set([...firsts, ...listed])]
    .slice(0, CARDS)
    .map(({ result: { name, description, price, stock } }) =>
      buyerCard({ name, description, price, stock, photo: null }),
    );
}

function demoRow({ product, result }: DemoGood): DemoRow {
  const { name, price, quantity, measureName } = product;
  return {
    name,
    vkName: result.kind === 'listing' && result.name !== name ? result.name : '',
    tillPrice: price === null ? '—' : formatRub(price),
    vkPrice: result.kind === 'listing' ? formatRub(result.price) : '—',
    quantity: quantity === null ? '—' : formatQuantity(quantity, measureName),
    chip: chipOf(result),
    reason: result.kind === 'listing' ? null : reasonOf(result),
  };
}

/** «8 товаров, в VK 7, с причиной 1». */
function groupText(rows: readonly DemoGood[]): string {
  const inVk = rows.filter(isListed).length;
  const refused = rows.filter(isRefused).length;
  return [
    goodsText(rows.length),
    ...(inVk > 0 ? [`в VK ${count(inVk)}`] : []),
    ...(refused > 0 ? [`с причиной ${count(refused)}`] : []),
    ...(inVk + refused === 0 ? ['не отобраны'] : []),
  ].join(', ');
}

function chipOf(result: Listing | NotListed): Chip {
  if (result.kind === 'listing') return READY_CHIP;
  return result.code === 'NOT_SELECTED' ? VK_CHIPS.not_selected : VK_CHIPS.not_listed;
}

function reasonOf({ code, params }: NotListed): NonNullable<DemoRow['reason']> | null {
  if (code === 'NOT_SELECTED') return null;
  const { what, fix } = problemCard(code, params);
  return { what, fix };
}

const select = (
  name: string,
  legend: string,
  options: readonly (readonly [string, string])[],
  value: string,
): Select => ({
  name,
  legend,
  hint: '',
  options: options.map(([option, label]) => ({ value: option, label, isChecked: option === value })),
});
