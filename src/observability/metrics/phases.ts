/** The phases of a run (specification, part 3) and the activities that make them up. */
const PHASES: Readonly<Record<string, string>> = {
  readTill: 'till',
  computeListings: 'listings',
  readShop: 'shop',
  beginPlan: 'plan',
  exchangePlanPage: 'plan',
  planSpecialPage: 'plan',
  finishPlan: 'plan',
  applyBatch: 'apply',
  finishJob: 'finish',
};

/** The phase an activity belongs to; `null` = it is no part of a run. */
export function phaseOf(activity: string): string | null {
  return PHASES[activity] ?? null;
}
