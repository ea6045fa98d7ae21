import { maintenance } from './activity-proxies.js';

/** Started by the Schedule `dispatch` every minute: one activity starts all merchants that are due. */
export async function dispatchDueSyncs(): Promise<{ started: number; running: number; failed: number }> {
  return maintenance.dispatchDue();
}
