export {
  checkConnections,
  connectVendor,
  exchangeVkCode,
  peekTill,
  probeCaptcha,
  prune,
  refreshCatalogue,
  renewTokens,
  testConnection,
} from './connections.workflow.js';
export { dispatchDueSyncs } from './dispatch-due-syncs.workflow.js';
export { tellMerchants } from './tell-merchants.workflow.js';
export { syncPipeline } from './sync-pipeline.workflow.js';
