import { runDrillWorker } from './drill-worker.js';

/** The worker of another build, as a process of its own: `PREVIOUS_BUNDLE` is its workflow code. */
runDrillWorker({ codePath: process.env['PREVIOUS_BUNDLE'] ?? '' });
