/**
 * What a notice tells of.
 * - `trouble` something does not work; that it works again is told too
 * - `question` the merchant is asked; the answer is the merchant's own, so nobody tells of it
 * - `news` something good, told once and put away by the merchant
 */
export type NoticeNature = 'trouble' | 'question' | 'news';

/** One reason to write to the merchant; several codes may share it, and a letter counts for all of them. */
export interface NoticeCause {
  readonly id: string;
  readonly nature: NoticeNature;
}

const SHOP: NoticeCause = { id: 'shop', nature: 'trouble' };
const TILL: NoticeCause = { id: 'till', nature: 'trouble' };

/** Codes with a cause of their own; all other codes of a vendor are about its connection. */
const BY_CODE: Readonly<Record<string, NoticeCause>> = {
  'VK.CAPTCHA': { id: 'captcha', nature: 'trouble' },
  'EVOTOR.STORE_STALE': { id: 'stale_store', nature: 'trouble' },
  'SYNC.PARKED_LONG': { id: 'parked', nature: 'trouble' },
  'SYNC.STUCK': { id: 'stuck', nature: 'trouble' },
  'SYNC.APPROVAL_WANTED': { id: 'approval', nature: 'question' },
  'SYNC.MERGE_NOT_CHOSEN': { id: 'merge', nature: 'question' },
  'TWIN.FOREIGN': { id: 'twins', nature: 'question' },
  'DISCONNECT.GOODS_LEFT': { id: 'goods_left', nature: 'question' },
  'SYNC.FIRST_LOAD': { id: 'first_load', nature: 'news' },
  'SYNC.RESTORED': { id: 'restored', nature: 'news' },
};

const BY_AREA: Readonly<Record<string, NoticeCause>> = {
  VK: SHOP,
  VK_ID: SHOP,
  EVOTOR: TILL,
  BRAKE: { id: 'approval', nature: 'question' },
};

/** The cause of a code; a code nobody has sorted is a question of its own. */
export function causeOf(code: string): NoticeCause {
  const area = code.slice(0, Math.max(0, code.indexOf('.')));
  return BY_CODE[code] ?? BY_AREA[area] ?? { id: code, nature: 'question' };
}
