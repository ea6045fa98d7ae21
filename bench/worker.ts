import { runDrillWorker } from '../test/support/drill-worker.js';

/** A catalogue of 15,000 goods takes hours at VK's pace; sizes and memory do not depend on it. */
const CALLS_PER_SECOND = 500;

const [codePath = ''] = process.argv.slice(2);
runDrillWorker({ codePath, vkCallsPerSecond: CALLS_PER_SECOND });
