/** How much harm a cause does while nobody looks at it: goods that are not in VK first, mere questions last. */
const HARM: Readonly<Record<string, number>> = {
  till: 100,
  shop: 99,
  switched_off: 90,
  paused: 89,
  merge: 85,
  captcha: 80,
  approval: 75,
  failed: 70,
  goods_left: 60,
  parked: 50,
  stale_store: 45,
  stuck: 40,
  twins: 35,
  offers: 30,
  drifts: 20,
  first_load: 0,
};
/** A cause nobody has weighed stands with those of a failed run. */
const UNWEIGHED = 65;

export const harmOf = (cause: string): number => HARM[cause] ?? UNWEIGHED;
