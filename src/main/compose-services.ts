import { createAccountService } from '../services/accounts/account-service.js';
import { createCatalogueService } from '../services/catalogue/catalogue-service.js';
import { createConnectionService } from '../services/connections/connection-service.js';
import { createHealthService } from '../services/health-service.js';
import type { Orchestrator } from '../services/orchestrator.js';
import { createApprovalService } from '../services/sync/approval/approval-service.js';
import { createListingService } from '../services/listings/listing-service.js';
import { createSyncService } from '../services/sync/sync-service.js';
import type { WebServices } from '../services/web-services.js';
import { createShopService } from '../services/vk-shop/shop-service.js';
import { createWebhookService } from '../services/webhooks/webhook-service.js';
import { listingDefaults } from '../config/listing-defaults.js';
import type { Base } from './compose.js';

/** The use cases of the site and the command line. */
export function composeServices(base: Base, orchestrator: Orchestrator): WebServices {
  const deps = {
    ...listingDefaults(base.config),
    db: base.db,
    vault: base.vault,
    orchestrator,
    now: Date.now,
    refreshIntervalMs: base.config.sync.refreshIntervalSeconds * 1000,
  };
  return {
    accounts: createAccountService(base.db),
    connections: createConnectionService(deps),
    catalogue: createCatalogueService(deps),
    shop: createShopService(deps),
    listings: createListingService(deps),
    sync: createSyncService(deps),
    approvals: createApprovalService(deps),
    health: createHealthService(deps),
    webhooks: createWebhookService(deps),
  };
}
