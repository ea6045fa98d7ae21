import type { UserId } from '../../domain/brand.js';
import type { ShopService } from '../../services/engine-services.js';
import type { Questions } from './needs.page.js';

/** How many questions of the shop wait for the merchant: counted, not read. */
export const openQuestions = (shop: ShopService, userId: UserId): Promise<Questions> => shop.questionCounts(userId);
