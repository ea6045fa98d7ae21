import type { ByHand, Question } from '../finding.js';

/** What nobody could say about Evotor without trying it, as far as reading tells. */
export const EVOTOR_QUESTIONS = {
  '1.header': {
    asked: 'which header carries the token',
    assumes: 'sends Authorization: Bearer, on 401 once X-Authorization, and remembers what worked',
  },
  '2.limits': {
    asked: 'are the X-RateLimit headers there',
    assumes: 'obeys them where they are, and waits half an hour after a 429 that says nothing',
  },
  '2.reset': {
    asked: 'what X-RateLimit-Reset means',
    assumes: 'tells seconds left, epoch seconds and epoch milliseconds apart by their size',
  },
  '3.since': {
    asked: 'unit of `since` on goods',
    assumes: 'reads whole lists: `since` cannot show what was deleted',
  },
  '4.groups': { asked: '`since` on groups', assumes: 'reads all groups every time' },
  '7.images': { asked: 'are pictures of goods answered', assumes: 'takes no pictures from the till' },
  '8.stock': {
    asked: 'do goods carry a quantity',
    assumes: 'treats a missing quantity as unknown, never as 0; stock_mode=exact needs it',
  },
  '9.order': {
    asked: 'is the order of pages the same each time',
    assumes: 'takes lists for unordered and counts each id once',
  },
  '9.cursor': {
    asked: 'is a cursor good twice',
    assumes: 'uses each cursor once, but repeats a call that got no answer',
  },
  '9.errors': { asked: 'form of a refusal', assumes: 'goes by the status; of the body only the known fields are kept' },
  '9.gone': {
    asked: 'how a good that does not exist is answered',
    assumes: 'believes that a good is gone only on a 404 that is no page of a proxy',
  },
} as const satisfies Record<string, Omit<Question, 'id'>>;

export type EvotorQuestionId = keyof typeof EVOTOR_QUESTIONS;

/** What needs a person at the till or in Evotor's cabinet. */
export const EVOTOR_BY_HAND: readonly ByHand[] = [
  {
    id: '2.429',
    asked: 'what a 429 is like and how long it lasts',
    todo: 'not tried here: it may stop the merchant for half an hour. If one comes, /admin/logs keeps it; the run parks with the time it was told',
  },
  {
    id: '3.stock',
    asked: 'does a change of stock alone, or a delete, show in `since`',
    todo: 'not needed by EvoSync. Sell one piece, then call GET /stores/{id}/products?since=<ms before the sale> by curl and look for the good',
  },
  {
    id: '5.push',
    asked: 'does the product push come on edits and deletes, and with which token',
    todo: 'change a price on the till, then delete a good; look for POST /inventories/stores/…/products in the log of the site (route and status), and on the pages whether the run came within two minutes. Nothing to change if not: the clock reads every CATALOG_REFRESH_INTERVAL_SECONDS',
  },
  {
    id: '6.events',
    asked: 'does the events feed of the app carry goods',
    todo: 'needs a developer key of dev.evotor.ru: GET https://dev.evotor.ru/apps/<EVOTOR_APP_ID>/events?types=product by curl. EvoSync does not use it',
  },
  {
    id: '8.other',
    asked: 'is the quantity there while another inventory app is installed',
    todo: 'install one on the test account, wait an hour, run this command again: line 8.stock',
  },
  {
    id: '9.life',
    asked: 'how long a cursor lives',
    todo: 'EvoSync reads a list in one go, within minutes. Needs a store with over 1,000 goods: keep the cursor of page 1 and call page 2 with it after 15 minutes',
  },
  {
    id: '10.uninstall',
    asked: 'does removing the app kill the token at once',
    todo: 'remove the app in Evotor, then press «Проверить» on /evotor: it should say that the till does not let us in any more. If it still answers, the event of the removal is what counts: look for POST /installation/event in the log of the site',
  },
];
