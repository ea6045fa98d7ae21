import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { WORKFLOWS } from './contracts.js';

const TYPES = Object.values(WORKFLOWS)
  .map(type => `'${type}'`)
  .join(',');

/**
 * Ends every run of ours at once; answers how many. For a database that is put back: runs of its future would work on ids
 * that are given to others now.
 */
export async function endRuns(client: Client, reason: string): Promise<number> {
  let ended = 0;
  for await (const run of client.workflow.list({ query: `ExecutionStatus = 'Running' AND WorkflowType IN (${TYPES})` }))
    try {
      await client.workflow.getHandle(run.workflowId, run.runId).terminate(reason);
      ended += 1;
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  return ended;
}
