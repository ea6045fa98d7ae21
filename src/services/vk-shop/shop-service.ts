import type { Database } from '../../db/database.js';
import { listDrifts, type DriftedGood } from '../../db/repositories/drifts.repository.js';
import { countQuestions } from '../../db/repositories/open-questions.repository.js';
import { openOffers } from '../../db/repositories/offers.repository.js';
import type { DriftRow, ShopService } from '../engine-services.js';
import { answerDrift } from './answer-drift.js';
import { answerOffer } from './answer-offer.js';
import { bringBack } from './bring-back.js';
import { shopOfMerchant } from './shop-of-merchant.js';

const PAGE_SIZE = 50;

/** What the merchant says about goods as they stand in VK. Answers raise the input version; the next run acts on them. */
export function createShopService({ db }: { readonly db: Database }): ShopService {
  return {
    async questionCounts(userId) {
      const shop = await shopOfMerchant(db, userId);
      return shop ? countQuestions(db, shop) : { drifts: 0, offers: 0 };
    },
    async drifts(userId, page) {
      const shop = await shopOfMerchant(db, userId);
      const found = shop ? await listDrifts(db, shop, pageOf(page)) : { rows: [], total: 0 };
      return { rows: found.rows.map(toDriftRow), total: found.total, pageSize: PAGE_SIZE };
    },
    answerDrift: (userId, answer) => answerDrift(db, userId, answer),
    async offers(userId, page) {
      const shop = await shopOfMerchant(db, userId);
      const found = shop ? await openOffers(db, shop, pageOf(page)) : { rows: [], total: 0 };
      return {
        rows: found.rows.map(({ id, key, name, itemId, vkTitle, by }) => ({
          ...{ id, key, name, vkTitle },
          vkItemId: itemId,
          matchedBy: by,
        })),
        total: found.total,
        pageSize: PAGE_SIZE,
      };
    },
    answerOffer: (userId, offerId, choice) => answerOffer(db, userId, offerId, choice),
    bringBack: (userId, key) => bringBack(db, userId, key),
  };
}

const pageOf = (page: number) => ({ offset: Math.max(0, page - 1) * PAGE_SIZE, limit: PAGE_SIZE });

function toDriftRow({ key, itemId, fields, ours, inVk }: DriftedGood): DriftRow {
  const values: Readonly<Record<DriftRow['fields'][number]['field'], readonly [ours: string, inVk: string]>> = {
    name: [ours.name, inVk.name],
    description: [ours.description, inVk.description],
    // Pictures are compared by eye: the address of VK's is all there is to say.
    photo: ['', inVk.thumbUrl ?? ''],
    album: [ours.album, inVk.albums],
    category: [String(ours.categoryId), String(inVk.categoryId ?? '')],
    price: ['', ''],
  };
  return {
    key,
    name: ours.name,
    vkItemId: itemId,
    fields: fields.flatMap(field => {
      if (field === 'price' || field === 'stock') return [];
      const [mine, theirs] = values[field];
      return [{ field, ours: mine, inVk: theirs }];
    }),
  };
}
