import { createAccountService } from '../services/accounts/account-service.js';
import type { VendorAddresses } from '../services/admin/api-log-curl.js';
import { createApiLogViewer } from '../services/admin/api-log-service.js';
import { createAdminRolesService } from '../services/admin/roles-service.js';
import { createAuditService } from '../services/admin/audit-service.js';
import { createAdminUsersService } from '../services/admin/users-service.js';
import { createCatalogueService } from '../services/catalogue/catalogue-service.js';
import { createClaimService } from '../services/connections/claim-service.js';
import { createConnectionService } from '../services/connections/connection-service.js';
import type { VkIdApp } from '../services/connections/vk-id/begin-vk-id.js';
import { createVkIdService } from '../services/connections/vk-id/vk-id-service.js';
import { createHistoryService } from '../services/history/history-service.js';
import { createNoticeService } from '../services/notices/notice-service.js';
import { createOverviewService } from '../services/overview/overview-service.js';
import { createProductService } from '../services/products/product-service.js';
import { createHealthService } from '../services/health-service.js';
import type { Orchestrator } from '../services/orchestrator.js';
import { createApprovalService } from '../services/sync/approval/approval-service.js';
import { createListingService } from '../services/listings/listing-service.js';
import { createExportService } from '../services/files/export-service.js';
import { createOverrideImportService } from '../services/files/override-import-service.js';
import { createGroupSettingsService } from '../services/listings/group-settings-service.js';
import { createPhotoService } from '../services/photos/photo-service.js';
import { createPreviewService } from '../services/sync/preview/preview-service.js';
import { createSyncService } from '../services/sync/sync-service.js';
import type { WebServices } from '../services/web-services.js';
import { createVkCatalogueService } from '../services/vk-shop/vk-catalogue-service.js';
import { createShopService } from '../services/vk-shop/shop-service.js';
import { createIncomingLog } from '../services/webhooks/incoming-log.js';
import { createWebhookService } from '../services/webhooks/webhook-service.js';
import { listingDefaults } from '../config/listing-defaults.js';
import { composeAdmin } from './compose-admin.js';
import type { Base } from './compose.js';
import { composeMail, type MailDeps } from './compose-mail.js';
import { meteredAccounts, meteredWebhooks } from './metered.js';

/** The use cases of the site and the command line. */
export function composeServices(
  base: Base,
  orchestrator: Orchestrator,
  mail: Pick<MailDeps, 'postbox' | 'sms'> = composeMail(base),
): WebServices {
  const deps = {
    ...listingDefaults(base.config),
    db: base.db,
    vault: base.vault,
    orchestrator,
    now: Date.now,
    refreshIntervalMs: base.config.sync.refreshIntervalSeconds * 1000,
  };
  return {
    accounts: meteredAccounts(
      createAccountService({ ...deps, ...mail, inviteExpireHours: base.config.accounts.inviteExpireHours }),
      base.metrics,
    ),
    connections: createConnectionService(deps),
    vkCatalogue: createVkCatalogueService(deps),
    vkId: createVkIdService({ ...deps, vkIdApp: vkIdAppOf(base.config) }),
    catalogue: createCatalogueService(deps),
    shop: createShopService(deps),
    listings: createListingService(deps),
    sync: createSyncService(deps),
    preview: createPreviewService(deps),
    approvals: createApprovalService(deps),
    history: createHistoryService(deps),
    products: createProductService(deps),
    exports: createExportService(deps),
    overrideImports: createOverrideImportService(deps),
    groupSettings: createGroupSettingsService(deps),
    photos: createPhotoService({ ...deps, defaultPhotoPath: base.config.vk.defaultPhotoPath }),
    notices: createNoticeService({ ...deps, secretKeys: base.config.secrets.secretKeys }),
    overview: createOverviewService(deps),
    health: createHealthService(deps),
    claims: createClaimService(deps),
    ...composeAdmin(base, deps),
    adminRoles: createAdminRolesService(deps),
    adminUsers: createAdminUsersService({
      ...deps,
      ...mail,
      inviteExpireHours: base.config.accounts.inviteExpireHours,
    }),
    audit: createAuditService(deps),
    incomingLog: createIncomingLog({ db: base.db, logger: base.logger, now: Date.now }),
    apiLog: createApiLogViewer({ db: base.db, ...addressesOf(base.config) }),
    webhooks: meteredWebhooks(
      createWebhookService({ ...deps, webhookSecret: base.config.evotor.webhookSecret }),
      base.metrics,
    ),
  };
}

/** Where calls go, for commands that repeat one. */
const addressesOf = ({ evotor, vk, baseUrl }: Base['config']): VendorAddresses => ({
  evotorApiUrl: evotor.apiUrl,
  vkApiUrl: vk.apiUrl,
  vkApiVersion: vk.apiVersion,
  vkIdUrl: vk.idUrl,
  baseUrl,
});

/** Our app at VK ID, when there is one. */
function vkIdAppOf({ vk, baseUrl }: Base['config']): VkIdApp | null {
  return vk.clientId === null ? null : { url: vk.idUrl, clientId: vk.clientId, redirectUri: `${baseUrl}/vk/callback` };
}
