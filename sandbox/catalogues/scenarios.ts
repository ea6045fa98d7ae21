import type { Sandbox } from '../sandbox.js';
import { loadClothes } from './clothes.js';
import { loadGrocery } from './grocery.js';
import { loadTea } from './tea.js';

const SCENARIOS: Record<string, (sandbox: Sandbox) => void> = {
  tea: loadTea,
  grocery: loadGrocery,
  clothes: loadClothes,
};

/** Loads one of the ready merchants: tea, grocery or clothes. */
export function loadScenario(sandbox: Sandbox, name: string): void {
  const load = SCENARIOS[name];
  if (load === undefined) throw new Error(`unknown catalogue ${name}`);
  load(sandbox);
}
