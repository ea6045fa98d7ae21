import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { PipelineClock } from '../src/services/maintenance/housekeeping.js';
import { startPipeline } from './start-pipeline.js';

/** The clock's hold on pipelines over a Temporal client. */
export function createPipelineClock(client: Client): PipelineClock {
  return {
    start: (userId, wish) => startPipeline(client, userId, wish),
    async isOpen(workflowId) {
      try {
        const { status } = await client.workflow.getHandle(workflowId).describe();
        return status.name === 'RUNNING';
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return false;
        throw error;
      }
    },
    async terminate(workflowId, reason, runId) {
      try {
        await client.workflow.getHandle(workflowId, runId).terminate(reason);
      } catch (error) {
        if (!(error instanceof WorkflowNotFoundError)) throw error;
      }
    },
  };
}
