import { cleanParagraphs, cleanText } from '../text/clean-text.js';
import { MAX_DESCRIPTION } from './listing-description.js';
import { MAX_NAME, MIN_NAME } from './listing-name.js';
import { MAX_SHOP_PRICE } from './price.js';

/** Own values of one good as the merchant typed them; `null` and absent ones are nothing to judge. */
export interface OwnValues {
  readonly name?: string | null;
  readonly description?: string | null;
  readonly priceKopecks?: number | null;
}

/** The first own value VK would not take as it is; `null` = all fit. Nothing is shortened or padded behind one's back. */
export function overrideFault({ name, description, priceKopecks }: OwnValues): keyof OwnValues | null {
  if (name != null) {
    const clean = cleanText(name);
    if (clean.length < MIN_NAME || clean.length > MAX_NAME || !/[\p{L}\p{N}]/u.test(clean)) return 'name';
  }
  if (description != null) {
    const clean = cleanParagraphs(description);
    if (clean === '' || clean.length > MAX_DESCRIPTION) return 'description';
  }
  if (priceKopecks != null) {
    const fits = Number.isSafeInteger(priceKopecks) && priceKopecks > 0 && priceKopecks <= MAX_SHOP_PRICE;
    if (!fits) return 'priceKopecks';
  }
  return null;
}
