import { setCurrentDetails } from '@temporalio/workflow';
import type { JobRef } from '../temporal/contracts.js';

/** What the Temporal Web UI says of a run under way: where it is and how much of it, by number and never by name. */
export function showPhase(
  { userId, jobId }: JobRef,
  phase: string,
  numbers: Readonly<Record<string, number | boolean>> = {},
): void {
  const lines = Object.entries(numbers).map(([name, value]) => `- ${name}: ${value}`);
  setCurrentDetails([`**${phase}**, job ${jobId} of merchant ${userId}`, ...lines].join('\n'));
}
