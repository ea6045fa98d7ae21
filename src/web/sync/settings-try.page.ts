import type { Kopecks } from '../../domain/money.js';
import type { StockMode } from '../../domain/settings.js';
import { formatQuantity } from '../../domain/text/format-quantity.js';
import { formatRub } from '../../domain/text/format-rub.js';
import type {
  SettingsTrial,
  ShownGood,
  TrialEffect,
  TriedGood,
} from '../../services/sync/preview/preview-contracts.js';
import type { FieldErrors } from '../forms/field.js';
import { counted, goods } from '../texts/numbers.js';
import { problemCard } from '../texts/problem.js';

/** One line of a good: on the till → in VK. */
export interface TriedLine {
  readonly label: string;
  /** Empty = the till says nothing of it. */
  readonly till: string;
  readonly vk: string;
  /** What stands there with the settings as they are kept; empty = the same. */
  readonly now: string;
}

export interface TriedCard {
  readonly name: string;
  readonly lines: readonly TriedLine[];
  /** Why it would not be published; empty = it would be. */
  readonly reason: string;
}

/** The merchant's own goods under the values of the form. */
export interface TryModel {
  /** One sentence for the bar at the bottom, told to those who listen. */
  readonly effect: string;
  /** The rest of what would change, a sentence each. */
  readonly more: readonly string[];
  readonly cards: readonly TriedCard[];
  /** What has to be put right before anything can be shown. */
  readonly faults: readonly { readonly href: string; readonly text: string }[];
}

const DESCRIPTION_SHOWN = 90;
const UNCHANGED = 'Пока ничего не изменено.';

/** A good with the fixed stock: how many there are is nobody's business. */
const ENOUGH = 'в наличии';

/** What the tried values make of the merchant's goods. */
export function tryModel(trial: SettingsTrial): TryModel {
  const [effect = '', ...more] = trial.effect === null ? [UNCHANGED] : effectTexts(trial.effect);
  return { effect, more, cards: trial.goods.map(good => card(good, trial.stockMode)), faults: [] };
}

/** Values that cannot be tried: which fields are in the way. */
export function faultyTry(errors: FieldErrors): TryModel {
  const faults = Object.entries(errors).map(([name, text]) => ({ href: `#${name}`, text }));
  return { effect: faults[0]?.text ?? '', more: [], cards: [], faults };
}

function card({ till, now, tried, reason }: TriedGood, modes: SettingsTrial['stockMode']): TriedCard {
  const lines = tried === null ? [] : linesOf(till, now, tried, modes);
  return { name: till.name, lines, reason: reason === null ? '' : problemCard(reason.code, reason.params).what };
}

function linesOf(
  till: TriedGood['till'],
  now: ShownGood | null,
  tried: ShownGood,
  modes: SettingsTrial['stockMode'],
): TriedLine[] {
  const line = (label: string, onTill: string, vk: string, before: string | null): TriedLine => ({
    label,
    till: onTill,
    vk,
    now: before === null || before === vk ? '' : before,
  });
  const of = (text: (good: ShownGood) => string): [string, string | null] => [
    text(tried),
    now === null ? null : text(now),
  ];
  const quantity = till.quantity === null ? 'неизвестен' : formatQuantity(till.quantity, till.measureName);
  const isNameShown = tried.name !== till.name || (now !== null && now.name !== tried.name);
  return [
    line('Цена', tillPrice(till.price, till.measureName), ...of(good => formatRub(good.price))),
    line('Остаток', quantity, stockText(tried, modes.tried), now === null ? null : stockText(now, modes.now)),
    ...(isNameShown ? [line('Название', '', ...of(good => good.name))] : []),
    line('Описание', '', ...of(good => startOf(good.description))),
    ...(tried.album === null ? [] : [line('Подборка', '', ...of(good => good.album ?? 'нет'))]),
  ];
}

const tillPrice = (price: Kopecks | null, measureName: string | null): string =>
  price === null
    ? 'нет'
    : `${formatRub(price)}${measureName === null || measureName === '' ? '' : ` за ${measureName}`}`;

function stockText({ stock }: ShownGood, mode: StockMode): string {
  if (stock === null) return 'как было, новым — в наличии';
  if (stock === 0) return 'нет';
  return mode === 'fixed' ? ENOUGH : counted(stock, 'штука', 'штуки', 'штук');
}

function startOf(text: string): string {
  const line = text.replace(/\s+/gu, ' ').trim();
  const signs = [...line];
  return signs.length > DESCRIPTION_SHOWN ? `${signs.slice(0, DESCRIPTION_SHOWN).join('').trimEnd()}…` : line;
}

/** «С этими настройками изменится цена у 180 товаров», the most harmful first. */
function effectTexts(effect: TrialEffect): string[] {
  const { all, looked, price, priceLost, leave, join, stock, text, album } = effect;
  if (all === 0) return ['Пока нечего показать: ни один товар не отобран.'];
  const about = looked < all ? 'примерно ' : '';
  const of = (n: number, one: string, few: string, many: string): string =>
    about + counted(looked < all ? Math.round((n * all) / looked) : n, one, few, many);
  const texts: string[] = [];
  if (priceLost > 0) texts.push(`${of(priceLost, 'товар окажется', 'товара окажутся', 'товаров окажутся')} без цены.`);
  if (leave > 0) texts.push(`${of(leave, 'товара', 'товаров', 'товаров')} не будет в VK.`);
  if (price > 0) texts.push(`Изменится цена у ${of(price, 'товара', 'товаров', 'товаров')}.`);
  if (join > 0) texts.push(`${of(join, 'товар добавится', 'товара добавятся', 'товаров добавятся')} в VK.`);
  if (stock > 0) texts.push(`Изменится остаток у ${of(stock, 'товара', 'товаров', 'товаров')}.`);
  if (text > 0) texts.push(`Изменится текст у ${of(text, 'товара', 'товаров', 'товаров')}.`);
  if (album > 0) texts.push(`Сменится подборка у ${of(album, 'товара', 'товаров', 'товаров')}.`);
  if (texts.length === 0) texts.push('Ни один товар в VK от этого не изменится.');
  if (looked < all) texts.push(`Посчитано по каждому ${Math.ceil(all / looked)}-му из ${goods(all)}.`);
  return texts.map(sentence => sentence.charAt(0).toUpperCase() + sentence.slice(1));
}
