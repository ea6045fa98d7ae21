import type { Kopecks } from '../money.js';

/** Values of a listing as last sent to VK: the before-image of the next change. */
export interface SentState {
  readonly name: string;
  readonly description: string;
  readonly price: Kopecks;
  readonly stock: number;
  readonly categoryId: number;
  readonly photo: string;
  readonly album: string | null;
  /** The till's own price in kopecks and quantity in thousandths at that time: they tell a till's change from a wish. */
  readonly tillPrice?: number | null;
  readonly tillQuantity?: number | null;
}
