import type { ByHand, Question } from '../finding.js';

/** What nobody could say about VK without trying it, in the order it is tried. */
export const VK_QUESTIONS = {
  '1.market': {
    asked: 'is the right `market` granted to our app',
    assumes: 'every write to a shop needs it; without it a merchant cannot connect',
  },
  '1.groups': {
    asked: 'is the right `groups` granted to our app',
    assumes: 'offers the communities to choose from; without it merchants type the number of theirs',
  },
  '10.role': {
    asked: 'is the role of this key enough to write',
    assumes: 'editor or administrator is enough; a moderator is told so when connecting',
  },
  '2.photo': { asked: 'a good without a photo', assumes: 'gives each new good a photo first, drawn if need be' },
  '2.price': {
    asked: 'a price with kopecks',
    assumes: 'sends at most two decimals and compares with what VK answers',
  },
  '2.emoji': { asked: 'an emoji in a name', assumes: 'takes all signs outside cp1251 out before sending' },
  '2.description': { asked: 'a description of 10 characters', assumes: 'fills descriptions up to 10 characters' },
  '2.sku': {
    asked: 'a sku of 50 characters comes back whole',
    assumes: 'finds its goods again by the sku, after a lost answer and when adopting',
  },
  '6.lag.add': {
    asked: 'how long until a new good is in the lists',
    assumes:
      'looks for a good whose answer was lost after 10 s, 1 min and 5 min, then adds it anew with the same photo',
  },
  '3.reuse': {
    asked: 'a second good with the photo of another',
    assumes: 'VK refuses it, which is the last guard against twins after a lost answer',
  },
  '3.bulk': {
    asked: 'photos of one bulk upload on different goods',
    assumes: 'does not use bulk uploads; three calls a new good as it is',
  },
  '4.price': {
    asked: 'an edit of the price alone keeps the rest',
    assumes: 'sends only the fields that changed',
  },
  '4.photos': {
    asked: 'an edit without photos keeps the photos',
    assumes: 'sends the photos all together or not at all',
  },
  '4.oldPrice': { asked: '`old_price` 0 clears the struck-out price', assumes: 'never sends an old price' },
  '4.same': {
    asked: 'an edit that changes nothing',
    assumes: 'takes «nothing to change» for success and 1 as well',
  },
  '6.lag.edit': {
    asked: 'how long until an edit shows',
    assumes: 'takes the values of the next full read for what VK made of what it sent',
  },
  '4.deleted': {
    asked: 'an edit without `deleted` brings a hidden good back',
    assumes: 'sends `deleted` with every edit, so either is right',
  },
  '5.stock': {
    asked: '`stock_amount` in a basic shop',
    assumes: 'leaves the stock out from the first refusal on, and remembers it per community',
  },
  '6.sku': { asked: 'search by sku finds the good', assumes: 'reads the newest goods instead of searching by sku' },
  '6.date': {
    asked: 'which day `date_from` means',
    assumes: 'never filters by date',
  },
  '7.many': {
    asked: 'many goods in one `addToAlbum`',
    assumes: 'puts up to 100 goods into an album with one call, and one by one after a refusal',
  },
  '7.bad': {
    asked: '`addToAlbum` with one wrong id',
    assumes: 'puts the goods in one by one after a refusal, so either is right',
  },
  '7.later': {
    asked: '`addToAlbum` at version 5.221',
    assumes: 'stays at VK_API_VERSION 5.199; reads the newer answer too',
  },
  '8.edits': {
    asked: '25 edits in one `execute`, one of them wrong',
    assumes: 'changes up to 25 goods with one call and pairs errors with goods',
  },
  '8.add': {
    asked: '`market.add` in `execute`',
    assumes: 'never does it: one lost answer would leave 25 unknown outcomes',
  },
} as const satisfies Record<string, Omit<Question, 'id'>>;

export type VkQuestionId = keyof typeof VK_QUESTIONS;

/** What no program can try, or must not. */
export const VK_BY_HAND: readonly ByHand[] = [
  {
    id: '1.scope',
    asked: 'what comes back in `scope` when a merchant signs in with VK ID',
    todo: 'connect a test merchant at /vk/connect; the card of the connection names a missing right in its traffic lights',
  },
  {
    id: '1.refresh',
    asked: 'how long a renewal key lives',
    todo: 'leave a connected test merchant alone for two weeks with the worker running; the notice «подключите VK снова» tells the day it died',
  },
  {
    id: '9.items',
    asked: 'how many goods a community takes',
    todo: 'not tried here: it would take thousands of adds. Watch code 1405 (VK.ITEM_LIMIT) in /admin/logs; EvoSync learns the number from it. Setting limit_items',
  },
  {
    id: '9.adds',
    asked: 'how many adds a day',
    todo: 'not tried here: it would use up a day of the community. During the first load of the pilot watch codes 9, 29, 14 of market.add in /admin/logs and the hour they begin. Setting limit_adds_per_day',
  },
  {
    id: '10.roles',
    asked: 'does an editor, or a moderator, get by',
    todo: 'give a second person that role in the community and run this command with a key of theirs: line 10.role',
  },
];
