export { checkConnections, connectVendor, prune, refreshCatalogue, testConnection } from './connections.workflow.js';
export { dispatchDueSyncs } from './dispatch-due-syncs.workflow.js';
export { syncPipeline } from './sync-pipeline.workflow.js';
