import type { Scenario } from './scenario.js';
import { outageScenarios } from './outage.scenarios.js';
import { serverScenarios } from './server.scenarios.js';
import { tillScenarios } from './till.scenarios.js';
import { vkScenarios } from './vk.scenarios.js';
import { workerScenarios } from './worker.scenarios.js';

/** In the order of the result table. */
export const SCENARIOS: readonly Scenario[] = [
  ...workerScenarios,
  ...serverScenarios,
  ...outageScenarios,
  ...vkScenarios,
  ...tillScenarios,
];
