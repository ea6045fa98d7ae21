/* eslint-disable @typescript-eslint/require-await -- fakes answer at once, but as promises: throws become rejections */
import type { HealthService, WebServices } from '../../src/services/web-services.js';
import type { FakeAdminRoles } from './fake-admin-roles.js';
import { createFakeAdminRoles } from './fake-admin-roles.js';
import type { FakeAccounts } from './fake-accounts.js';
import type { FakeApiLog, FakeIncomingLog } from './fake-api-log.js';
import { createFakeApiLog, createFakeIncomingLog } from './fake-api-log.js';
import { createFakeAccounts } from './fake-accounts.js';
import type { FakeAdminUsers } from './fake-admin-users.js';
import { createFakeAdminUsers } from './fake-admin-users.js';
import type { FakeAudit } from './fake-audit.js';
import { createFakeAudit } from './fake-audit.js';
import type { FakeAdminJobs } from './fake-admin-jobs.js';
import { createFakeAdminJobs } from './fake-admin-jobs.js';
import type { FakeSystemHealth } from './fake-system-health.js';
import { createFakeSystemHealth } from './fake-system-health.js';
import type { FakeApprovals } from './fake-approvals.js';
import { createFakeApprovals, waitingJob } from './fake-approvals.js';
import type { FakeCatalogue } from './fake-catalogue.js';
import { createFakeCatalogue } from './fake-catalogue.js';
import type { FakeClaims } from './fake-claims.js';
import { createFakeClaims, OFFERED } from './fake-claims.js';
import type { FakeConnections } from './fake-connections.js';
import { createFakeConnections } from './fake-connections.js';
import type { FakeHistory } from './fake-history.js';
import { createFakeHistory } from './fake-history.js';
import type { FakeProducts } from './fake-products.js';
import { createFakeProducts } from './fake-products.js';
import type { FakeNotices } from './fake-notices.js';
import { ASKING_NOTICES, createFakeNotices } from './fake-notices.js';
import type { FakeOverview } from './fake-overview.js';
import { NOTHING_SET_UP, createFakeOverview } from './fake-overview.js';
import type { FakeExports, FakeImports } from './fake-files.js';
import { createFakeExports, createFakeImports } from './fake-files.js';
import type { FakeGroupSettings } from './fake-group-settings.js';
import { createFakeGroupSettings } from './fake-group-settings.js';
import type { FakePhotos } from './fake-photos.js';
import { createFakePhotos } from './fake-photos.js';
import type { FakePreview } from './fake-preview.js';
import { createFakePreview } from './fake-preview.js';
import type { FakeListings } from './fake-listings.js';
import { createFakeListings } from './fake-listings.js';
import { OPERATIONS, RISKY_OPERATIONS } from './fake-jobs.js';
import type { FakeShop } from './fake-shop.js';
import { DRIFTS, OFFERS, createFakeShop } from './fake-shop.js';
import type { FakeSync } from './fake-sync.js';
import type { FakeVkCatalogue } from './fake-vk-catalogue.js';
import { createFakeVkCatalogue } from './fake-vk-catalogue.js';
import type { FakeVkId } from './fake-vk-id.js';
import { CHANGE, createFakeVkId } from './fake-vk-id.js';
import type { FakeWebhooks } from './fake-webhooks.js';
import { createFakeWebhooks } from './fake-webhooks.js';
import { createFakeSync } from './fake-sync.js';

/** All use cases of the site in memory; tests turn their knobs. */
export interface FakeServices extends WebServices {
  readonly accounts: FakeAccounts;
  readonly adminUsers: FakeAdminUsers;
  readonly audit: FakeAudit;
  readonly adminJobs: FakeAdminJobs;
  readonly systemHealth: FakeSystemHealth;
  readonly connections: FakeConnections;
  readonly vkId: FakeVkId;
  readonly vkCatalogue: FakeVkCatalogue;
  readonly catalogue: FakeCatalogue;
  readonly sync: FakeSync;
  readonly preview: FakePreview;
  readonly approvals: FakeApprovals;
  readonly history: FakeHistory;
  readonly products: FakeProducts;
  readonly shop: FakeShop;
  readonly listings: FakeListings;
  readonly photos: FakePhotos;
  readonly groupSettings: FakeGroupSettings;
  readonly exports: FakeExports;
  readonly overrideImports: FakeImports;
  readonly notices: FakeNotices;
  readonly overview: FakeOverview;
  readonly claims: FakeClaims;
  readonly webhooks: FakeWebhooks;
  readonly apiLog: FakeApiLog;
  readonly incomingLog: FakeIncomingLog;
  readonly adminRoles: FakeAdminRoles;
  readonly health: HealthService & { parts: { database: boolean; temporal: boolean } };
}

export function createFakeServices(): FakeServices {
  const accounts = createFakeAccounts();
  const connections = createFakeConnections();
  const health = {
    parts: { database: true, temporal: true },
    async ready() {
      return health.parts;
    },
  };
  const sync = createFakeSync(connections);
  const catalogue = createFakeCatalogue();
  const listings = createFakeListings(catalogue);
  const exports = createFakeExports(catalogue);
  return {
    accounts,
    adminJobs: createFakeAdminJobs(),
    systemHealth: createFakeSystemHealth(),
    adminUsers: createFakeAdminUsers(accounts, connections),
    audit: createFakeAudit(),
    connections,
    vkId: createFakeVkId(connections),
    vkCatalogue: createFakeVkCatalogue(connections),
    catalogue,
    sync,
    preview: createFakePreview(sync),
    approvals: createFakeApprovals(sync),
    history: createFakeHistory(sync),
    products: createFakeProducts(catalogue, listings),
    shop: createFakeShop(),
    listings,
    photos: createFakePhotos(catalogue, listings),
    groupSettings: createFakeGroupSettings(catalogue),
    exports,
    overrideImports: createFakeImports(catalogue, exports),
    notices: createFakeNotices(sync),
    overview: createFakeOverview(),
    health,
    claims: createFakeClaims(connections),
    webhooks: createFakeWebhooks(),
    apiLog: createFakeApiLog(),
    incomingLog: createFakeIncomingLog(),
    adminRoles: createFakeAdminRoles(),
  };
}

/** A merchant whom everything asks something: a waiting job, changes made in VK, look-alikes, goods on hold. */
export function makeAsking(services: FakeServices): FakeServices {
  const waiting = waitingJob();
  services.sync.jobList = [waiting, ...services.sync.jobList];
  services.sync.operations = [...OPERATIONS, ...RISKY_OPERATIONS];
  services.sync.own = { ...services.sync.own, waiting };
  services.notices.rows = [...ASKING_NOTICES, ...services.notices.rows];
  services.shop.driftRows = [...DRIFTS];
  services.shop.offerRows = [...OFFERS];
  services.vkId.changing = CHANGE;
  services.catalogue.till.products = services.catalogue.till.products.map((product, index) => ({
    ...product,
    isDrifted: index === 0 || index === 10,
    holdCode: index === 1 ? 'LIMIT.ITEMS' : null,
  }));
  return services;
}

/** A merchant who has just registered: nothing connected, nothing read. */
export function makeNew(services: FakeServices): FakeServices {
  services.connections.connected = { evotor: null, vk: null };
  services.claims.offered = OFFERED;
  services.catalogue.till = { stores: [], groups: [], products: [] };
  services.catalogue.rules = [];
  services.sync.own = {
    ...services.sync.own,
    isEnabled: false,
    confirmedAt: null,
    rules: { stores: 0, groups: 0, products: 0 },
    numbers: { onTill: 0, selected: 0, inVk: 0, withReason: 0 },
    last: null,
    nextDueAt: null,
  };
  services.sync.jobList = [];
  services.notices.rows = [];
  services.overview.facts = NOTHING_SET_UP;
  services.overview.dayRows = services.overview.dayRows.map(day => ({
    ...day,
    created: 0,
    changed: 0,
    failed: 0,
    runs: 0,
  }));
  return services;
}
