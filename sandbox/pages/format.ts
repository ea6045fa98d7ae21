/** Money from kopecks: 1 234,50 ₽; whole roubles without kopecks. */
export function money(kopecks: number): string {
  const whole = Math.floor(kopecks / 100);
  const rest = Math.round(kopecks) % 100;
  return `${whole.toLocaleString('ru-RU')}${rest === 0 ? '' : `,${String(rest).padStart(2, '0')}`}\u00a0₽`;
}

/** Quantity with its unit: 0,5 кг. */
export function quantity(value: number, unit: string): string {
  return `${value.toLocaleString('ru-RU', { maximumFractionDigits: 3 })}${unit === '' ? '' : `\u00a0${unit}`}`;
}

/** The right plural form: plural(5, 'товар', 'товара', 'товаров'). */
export function plural(count: number, one: string, few: string, many: string): string {
  const last = count % 10;
  const form = count % 100 > 10 && count % 100 < 20 ? many : last === 1 ? one : last > 1 && last < 5 ? few : many;
  return `${count.toLocaleString('ru-RU')}\u00a0${form}`;
}

/** 21 ноября, 14:02:05 in the server's zone. */
export function dayAndTime(epochMs: number): string {
  const date = new Date(epochMs);
  const day = date.toLocaleDateString('ru-RU', { day: 'numeric', month: 'long' });
  return `${day}, ${date.toLocaleTimeString('ru-RU')}`;
}

/** Roubles typed by a person, with a comma or a dot; undefined when it is no such number. */
export function typedNumber(text: string): number | undefined {
  const clean = text.replaceAll(/[\s\u00a0]/g, '').replace(',', '.');
  return /^-?\d{1,8}(\.\d{1,3})?$/.test(clean) ? Number(clean) : undefined;
}
