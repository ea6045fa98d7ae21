/** Part of the day in which answers to new goods are lost: each may be looked for during more than six minutes after. */
const LOST_CREATES = 0.3;

/** Everything that is called while a shop is kept up, but for making a good. */
const NOT_ADDING = [
  'execute',
  'market.get',
  'market.getAlbums',
  'market.getById',
  'market.edit',
  'market.delete',
  'market.restore',
  'market.addAlbum',
  'market.editAlbum',
  'market.addToAlbum',
  'market.removeFromAlbum',
  'market.getProductPhotoUploadServer',
  'market.saveProductPhoto',
  'users.get',
];

/** Everything the vendors do wrong on a bad day, a little of each, for all merchants. */
export function dayFaults(dayMs: number): readonly object[] {
  const kept = { vendor: 'vk', method: NOT_ADDING } as const;
  const adding = { vendor: 'vk', method: 'market.add', forMs: dayMs * LOST_CREATES } as const;
  const till = { vendor: 'evotor' } as const;
  return [
    { ...adding, name: 'day-add-lost', probability: 0.02, effect: { kind: 'lostAnswer' } },
    { ...adding, name: 'day-add-reset', probability: 0.01, effect: { kind: 'reset' } },
    { ...kept, name: 'day-lost', probability: 0.01, effect: { kind: 'lostAnswer' } },
    { ...kept, name: 'day-html', probability: 0.003, effect: { kind: 'lostAnswer', how: 'html' } },
    { ...kept, name: 'day-reset', probability: 0.01, effect: { kind: 'reset' } },
    { ...kept, name: 'day-502', probability: 0.01, effect: { kind: 'httpStatus', status: 502 } },
    { vendor: 'vk', name: 'day-internal', probability: 0.01, effect: { kind: 'apiError', code: 10 } },
    { vendor: 'vk', name: 'day-slow', probability: 0.02, effect: { kind: 'delay', ms: 1500 } },
    { vendor: 'upload', name: 'day-upload', probability: 0.02, effect: { kind: 'httpStatus', status: 500 } },
    { ...till, name: 'day-till-503', probability: 0.02, effect: { kind: 'httpStatus', status: 503 } },
    { ...till, name: 'day-till-reset', probability: 0.01, effect: { kind: 'reset' } },
    { ...till, name: 'day-till-cut', path: '/products', probability: 0.02, effect: { kind: 'cutList' } },
    { vendor: 'webhook', name: 'day-push-lost', probability: 0.1, effect: { kind: 'dropSend' } },
    { vendor: 'webhook', name: 'day-push-twice', probability: 0.2, effect: { kind: 'doubleSend', copies: 2 } },
  ];
}
