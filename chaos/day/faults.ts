/** Everything the vendors do wrong on a bad day, a little of each, for all merchants. */
export const DAY_FAULTS = [
  { name: 'day-lost', vendor: 'vk', probability: 0.01, effect: { kind: 'lostAnswer' } },
  { name: 'day-hang', vendor: 'vk', probability: 0.002, effect: { kind: 'lostAnswer', how: 'html' } },
  { name: 'day-reset', vendor: 'vk', probability: 0.01, effect: { kind: 'reset' } },
  { name: 'day-internal', vendor: 'vk', probability: 0.01, effect: { kind: 'apiError', code: 10 } },
  { name: 'day-502', vendor: 'vk', probability: 0.01, effect: { kind: 'httpStatus', status: 502 } },
  { name: 'day-slow', vendor: 'vk', probability: 0.02, effect: { kind: 'delay', ms: 1500 } },
  { name: 'day-upload', vendor: 'upload', probability: 0.02, effect: { kind: 'httpStatus', status: 500 } },
  { name: 'day-till-503', vendor: 'evotor', probability: 0.02, effect: { kind: 'httpStatus', status: 503 } },
  { name: 'day-till-reset', vendor: 'evotor', probability: 0.01, effect: { kind: 'reset' } },
  { name: 'day-till-cut', vendor: 'evotor', path: '/products', probability: 0.02, effect: { kind: 'cutList' } },
  { name: 'day-push-lost', vendor: 'webhook', probability: 0.1, effect: { kind: 'dropSend' } },
  { name: 'day-push-twice', vendor: 'webhook', probability: 0.2, effect: { kind: 'doubleSend', copies: 2 } },
] as const;
