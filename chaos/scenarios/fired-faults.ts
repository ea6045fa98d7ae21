import type { Stage } from './scenario.js';

interface SeenFault {
  readonly name?: string;
  readonly fired: number;
}

/** How often this merchant's faults have hit; with a name, how often that one. */
export async function firedFaults({ env, merchant }: Stage, name?: string): Promise<number> {
  const { faults } = await env.control<{ faults: readonly SeenFault[] }>('GET', '/faults');
  return faults
    .filter(fault => (name === undefined ? fault.name?.startsWith(`${merchant.id}-`) : fault.name === name))
    .reduce((sum, { fired }) => sum + fired, 0);
}
