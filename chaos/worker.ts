import { runDrillWorker } from '../test/support/drill-worker.js';

/** Instead of ten seconds, a minute and five. */
const LOOKUP_DELAYS_MS = [400, 1500, 4000] as const;

const [codePath = ''] = process.argv.slice(2);
runDrillWorker({ codePath, lookupDelaysMs: LOOKUP_DELAYS_MS });
