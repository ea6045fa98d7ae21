import type { VkItem } from '../../../clients/vk/types.js';
import { asAssumed, differs, stops, unknown, type Verdict } from '../finding.js';
import { describe, type Answer } from './shop-desk.js';

type Seen = Pick<VkItem, 'title' | 'description' | 'priceKopecks' | 'oldPriceKopecks' | 'sku' | 'photoIds' | 'stock'>;

const MARKET_APPROVAL = 'ask devsupport@corp.vk.com for the right `market` (docs/going-live.md)';

export function judgeMarketRight(has: boolean): Verdict {
  return has
    ? asAssumed('the key has the right `market`', 'shops can be written to')
    : stops('the key has no right `market`', 'no shop can be written to', MARKET_APPROVAL);
}

export function judgeGroupsRight(has: boolean): Verdict {
  return has
    ? asAssumed('the key has the right `groups`', 'merchants choose their community from a list')
    : differs(
        'the key has no right `groups`',
        'merchants type the number or address of their community',
        'nothing, or ask VK for the right `groups` as well',
      );
}

const ROLES: Readonly<Record<number, string>> = { 1: 'moderator', 2: 'editor', 3: 'administrator' };

/** `level` null: VK did not say which role. */
export function judgeRole(level: number | null, firstAdd: Answer): Verdict {
  const who = level === null ? 'a role VK does not name' : (ROLES[level] ?? `role ${level}`);
  if (firstAdd.kind === 'ok') {
    const seen = `${who}: goods can be added`;
    return level === 1
      ? differs(
          seen,
          'a moderator is enough, and EvoSync asks for more than it needs',
          'EDITOR in src/services/connections/checks.ts',
        )
      : asAssumed(seen, 'this role is enough');
  }
  return unknown(`${who}: the first add was ${describe(firstAdd)}`);
}

export function judgePhotoless(add: Answer): Verdict {
  if (add.kind === 'ok')
    return differs(
      'taken',
      'photos are no longer needed; EvoSync gives one all the same, which costs two calls a good',
    );
  if (add.kind === 'unclear') return unknown(describe(add));
  return add.ours === 'VK.PHOTO_MISSING'
    ? asAssumed(describe(add), 'every good needs a photo')
    : differs(describe(add), 'refused, but in other words than known', 'BY_TEXT in src/clients/vk/error-100.ts');
}

/** Sent 149.90. */
export function judgeKopecks(add: Answer, seen: Pick<Seen, 'priceKopecks'> | null): Verdict {
  if (add.kind === 'refused')
    return differs(describe(add), 'prices with kopecks are refused', 'price_rounding=1 for every merchant');
  if (add.kind !== 'ok' || seen === null || seen.priceKopecks === null)
    return unknown('the good does not show its price');
  if (seen.priceKopecks === 14_990) return asAssumed('149.90 came back as 149.90', 'kopecks are kept');
  return differs(
    `149.90 came back as ${(seen.priceKopecks / 100).toFixed(2)}`,
    'VK rounds; what it made of a price is kept as its echo, so nothing is sent twice, but buyers see another price',
    'price_rounding=1, so that the preview shows what buyers will see',
  );
}

export function judgeEmoji(add: Answer, sent: string, seen: Pick<Seen, 'title'> | null): Verdict {
  if (add.kind === 'refused') return asAssumed(describe(add), 'emoji are refused, and EvoSync never sends any');
  if (add.kind !== 'ok' || seen === null) return unknown(describe(add));
  return seen.title === sent
    ? differs('kept as it was', 'names could carry emoji; EvoSync takes them out')
    : asAssumed(`came back as «${seen.title.slice(0, 60)}»`, 'VK changes such names, so taking the signs out is right');
}

export function judgeShortDescription(add: Answer): Verdict {
  if (add.kind === 'ok') return asAssumed('taken', '10 characters are enough');
  if (add.kind === 'unclear') return unknown(describe(add));
  return stops(
    describe(add),
    'short descriptions are refused, so part of every catalogue would fail',
    'MIN_DESCRIPTION in src/domain/listing/listing-description.ts',
  );
}

/** A sku of 50 characters. */
export function judgeSku(add: Answer, sent: string, seen: Pick<Seen, 'sku'> | null): Verdict {
  if (add.kind === 'refused')
    return stops(describe(add), 'keys are refused', 'shorter keys in src/domain/listing/listing-key.ts');
  if (add.kind !== 'ok' || seen === null) return unknown(describe(add));
  if (seen.sku === sent) return asAssumed(`${sent.length} characters came back`, 'keys are kept whole');
  const kept = seen.sku?.length ?? 0;
  const seenText = `${sent.length} characters went, ${kept} came back`;
  // An id of the till has 36; what is longer are keys made of several barcodes or articles.
  return kept >= 36
    ? differs(seenText, 'ids of the till fit, long articles do not', `merge_by=id; keys are cut after ${kept}`)
    : stops(
        seenText,
        'a lost answer could not be looked up: twins',
        'shorter keys in src/domain/listing/listing-key.ts',
      );
}

export function judgeReuse(add: Answer): Verdict {
  if (add.kind === 'ok')
    return stops(
      'taken',
      'a repeated add after a lost answer would make a twin whenever VK lists the first one late',
      'LOOKUP_DELAYS_MS in src/services/sync/sync-deps.ts: longer than the line 6.lag.add',
    );
  if (add.kind === 'unclear') return unknown(describe(add));
  return add.ours === 'VK.PHOTO_TAKEN'
    ? asAssumed(describe(add), 'a repeated add cannot make a twin')
    : differs(
        describe(add),
        'refused, but in other words than known: a repeat would be reported as failed',
        'BY_TEXT in src/clients/vk/error-100.ts',
      );
}

export function judgeBulk(bulk: Answer, second: Answer | null): Verdict {
  if (bulk.kind !== 'ok' || second === null) return unknown(`the bulk upload was ${describe(bulk)}`);
  if (second.kind === 'ok')
    return differs(
      'each photo of one upload serves a good of its own',
      'a first load could do with half the calls; EvoSync does not use it',
    );
  if (second.kind === 'unclear') return unknown(describe(second));
  return asAssumed(describe(second), 'bulk uploads are of no use for different goods');
}

/** What an edit of the price alone did to the other fields. */
export function judgePriceOnly(edit: Answer, before: Seen | null, after: Seen | null): Verdict {
  const remedy = 'send all owned fields with every edit (src/services/sync/apply/edit.ts)';
  if (edit.kind === 'refused') return stops(describe(edit), 'price changes would fail', remedy);
  if (edit.kind !== 'ok' || before === null || after === null) return unknown(describe(edit));
  const lost = (['title', 'description', 'sku'] as const).filter(name => before[name] !== after[name]);
  if (lost.length > 0)
    return stops(`changed as well: ${lost.join(', ')}`, 'a price change would damage the good', remedy);
  return asAssumed('name, description and sku stayed', 'small edits are safe');
}

export function judgePhotosKept(edit: Answer, before: Seen | null, after: Seen | null): Verdict {
  if (edit.kind !== 'ok' || before === null || after === null) return unknown(describe(edit));
  if (before.photoIds.length < 2) return unknown('the good did not show its second photo');
  if (after.photoIds.length === 0)
    return stops(
      'all photos are gone',
      'every edit would take the photo away',
      'send the photos with every edit (src/clients/vk/write-params.ts)',
    );
  return after.photoIds.length < before.photoIds.length
    ? differs(
        'the further photos are gone, the main one stays',
        'photos a merchant added by hand in VK are lost with the next edit',
        'tell merchants, or lock the photo of such goods',
      )
    : asAssumed('all photos stay', 'edits leave photos alone');
}

export function judgeOldPrice(set: Answer, cleared: Answer, after: Pick<Seen, 'oldPriceKopecks'> | null): Verdict {
  if (set.kind !== 'ok' || cleared.kind === 'unclear' || after === null) return unknown(describe(set));
  if (cleared.kind === 'refused')
    return differs(describe(cleared), 'a struck-out price cannot be cleared so; EvoSync sends none');
  return after.oldPriceKopecks === null
    ? asAssumed('cleared', 'a struck-out price can be taken back')
    : differs('kept', 'a struck-out price set by hand in VK stays; EvoSync sends none');
}

export function judgeSameAgain(edit: Answer): Verdict {
  if (edit.kind === 'ok') return asAssumed('answered with 1', 'equal values are taken');
  if (edit.kind === 'unclear') return unknown(describe(edit));
  return edit.ours === 'VK.NOTHING_TO_CHANGE'
    ? asAssumed(describe(edit), 'taken for success')
    : differs(
        describe(edit),
        'refused in other words than known: the good would be reported as failed',
        'BY_TEXT in src/clients/vk/error-100.ts',
      );
}

export function judgeDeletedLeftOut(edit: Answer, after: Pick<VkItem, 'availability'> | null): Verdict {
  if (edit.kind !== 'ok' || after === null) return unknown(describe(edit));
  return after.availability === 'available'
    ? asAssumed('it came back into sale', '`deleted` has to go along, as it does')
    : asAssumed('it stayed hidden', '`deleted` need not go along; it does no harm');
}

/** `mode` as VK names it. */
export function judgeStock(mode: string | null, edit: Answer, after: Pick<Seen, 'stock'> | null): Verdict {
  const isAdvanced = /adv|pro/i.test(mode ?? '');
  if (mode === null) return unknown('VK does not say which kind of shop this is');
  if (isAdvanced) {
    if (edit.kind !== 'ok' || after === null) return unknown(describe(edit));
    return after.stock === 7
      ? unknown('this shop is advanced, and keeps the stock; run it against a basic one too')
      : differs(
          `7 went, ${after.stock ?? 'nothing'} came back, in an advanced shop`,
          'stock drift would be seen at every full read',
          'stock_mode=fixed',
        );
  }
  if (edit.kind === 'refused')
    return edit.ours === 'VK.PARAM_REFUSED' && edit.text.includes('stock_amount')
      ? asAssumed(describe(edit), 'told once per community, then sent no more')
      : stops(
          describe(edit),
          'refused in other words than known: every change in a basic shop would fail',
          'isStockRefusal in src/services/sync/apply/settle.ts',
        );
  if (edit.kind === 'unclear' || after === null) return unknown(describe(edit));
  return after.stock === 7
    ? differs('kept and shown', 'stock works in basic shops too')
    : differs(
        'taken and forgotten',
        'buyers see no stock in a basic shop',
        'recommend the advanced shop to merchants who count',
      );
}
