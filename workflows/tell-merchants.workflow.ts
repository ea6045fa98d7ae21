import { letters } from './activity-proxies.js';

/** Started by the Schedule `notices` every minute: one activity writes to all merchants who have something to hear. */
export async function tellMerchants(): Promise<{ sent: number; failed: number }> {
  return letters.tellMerchants();
}
