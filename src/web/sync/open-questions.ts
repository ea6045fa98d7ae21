import type { UserId } from '../../domain/brand.js';
import type { ShopService } from '../../services/engine-services.js';
import type { Questions } from './needs.page.js';

/** How many questions of the shop wait for the merchant. */
export async function openQuestions(shop: ShopService, userId: UserId): Promise<Questions> {
  const [drifts, offers] = await Promise.all([shop.drifts(userId, 1), shop.offers(userId, 1)]);
  return { drifts: drifts.total, offers: offers.total };
}
