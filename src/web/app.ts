import { fileURLToPath } from 'node:url';
import express from 'express';
import type { Express } from 'express';
import './request-locals.js';
import { adminRoutes } from './admin/admin.routes.js';
import { adminHealthRoutes } from './admin/health/health.routes.js';
import { adminJobRoutes } from './admin/jobs/jobs.routes.js';
import { logRoutes } from './admin/logs/logs.routes.js';
import { auditRoutes } from './admin/audit/audit.routes.js';
import { adminUserFormRoutes } from './admin/users/user-forms.routes.js';
import { adminUserRoutes } from './admin/users/users.routes.js';
import { roleRoutes } from './admin/roles/roles.routes.js';
import { apiDocsRoutes } from './api-docs/api-docs.routes.js';
import { findDocFiles } from './api-docs/doc-files.js';
import { appearanceRoutes } from './accounts/appearance.routes.js';
import { accountRoutes } from './accounts/login.routes.js';
import { profileRoutes } from './accounts/profile.routes.js';
import { recoverRoutes } from './accounts/recover.routes.js';
import { registerRoutes } from './accounts/register.routes.js';
import { forgetSentForm, rescueForm } from './accounts/rescue-form.js';
import { unsentRoutes } from './accounts/unsent.routes.js';
import { buildAssetRegistry } from './assets/asset-registry.js';
import { serveAssets } from './assets/serve-assets.js';
import { bulkRoutes } from './catalogue/bulk.routes.js';
import { catalogueRoutes } from './catalogue/catalogue.routes.js';
import { catalogueRuleRoutes } from './catalogue/rules.routes.js';
import { claimRoutes } from './connections/claim.routes.js';
import { connectionFormRoutes } from './connections/connect.routes.js';
import { connectionRoutes } from './connections/connections.routes.js';
import { vkIdRoutes } from './connections/vk-id.routes.js';
import { healthRoutes } from './health/health.routes.js';
import { metricsRoutes } from './health/metrics.routes.js';
import { approvalRoutes } from './history/approval.routes.js';
import { historyRoutes } from './history/history.routes.js';
import { vkCatalogueRoutes } from './vk-shop/vk-catalogue.routes.js';
import { exportRoutes } from './exports/export.routes.js';
import { overrideRoutes } from './overrides/overrides.routes.js';
import { groupSettingsRoutes } from './group-settings/group-settings.routes.js';
import { storeOrderRoutes } from './store-order/store-order.routes.js';
import { protectFromForgery } from './middleware/csrf.js';
import { loadCurrentUser } from './middleware/current-user.js';
import { handleErrors, notFound } from './middleware/error-handler.js';
import { loadNeeds } from './middleware/load-needs.js';
import { loadSystemNotices } from './middleware/load-system-notices.js';
import { nameOrigin } from './middleware/name-origin.js';
import { nameRequest } from './middleware/request-id.js';
import { logRequests } from './middleware/request-log.js';
import { securityHeaders } from './middleware/security-headers.js';
import { keepSession, saveBeforeRedirect } from './middleware/session.js';
import { readUploads } from './middleware/uploads.js';
import { demoRoutes } from './demo/demo.routes.js';
import { noticeRoutes } from './notices/notices.routes.js';
import { overviewRoutes } from './overview/overview.routes.js';
import { ownPhotoRoutes } from './photos/own-photo.routes.js';
import { photoRoutes } from './photos/photos.routes.js';
import { productRoutes } from './products/product.routes.js';
import { createHelp } from './render/help.js';
import { createPagePresenter } from './render/page-presenter.js';
import { progressRoutes } from './sync/progress.routes.js';
import { questionRoutes } from './sync/questions.routes.js';
import { previewRoutes } from './sync/preview.routes.js';
import { settingsRoutes } from './sync/settings.routes.js';
import { syncRoutes } from './sync/sync.routes.js';
import { tuningRoutes } from './sync/tuning.routes.js';
import { webhookRoutes } from './webhooks/webhook.routes.js';
import type { WebContext } from './web-context.js';
import type { WebDeps } from './web-deps.js';

/** Largest form we take. */
const BODY_LIMIT = '64kb';

/** The site. Read it from top to bottom: that is the way of a request. */
export function createApp({
  services,
  config,
  sessionStore,
  logger,
  clock,
  counters,
  metricsPage = { token: null, read: () => Promise.resolve({ contentType: 'text/plain', text: '' }) },
}: WebDeps): Express {
  const projectRoot = config.projectRoot ?? fileURLToPath(new URL('../..', import.meta.url));
  const assets = buildAssetRegistry(projectRoot);
  const presenter = createPagePresenter(projectRoot, assets, createHelp(config));
  const context: WebContext = { services, presenter, clock };

  const app = express();
  app.set('trust proxy', config.trustProxy);
  app.set('query parser', 'simple');
  app.disable('x-powered-by');

  app.use(nameRequest);
  app.use(logRequests(logger, counters));
  app.use(securityHeaders(config.isSecure));
  app.use(serveAssets(assets));
  const files = findDocFiles(projectRoot);
  app.use(files.serve);
  app.use(apiDocsRoutes({ projectRoot, baseUrl: config.baseUrl, isSecure: config.isSecure, assets, files }));
  app.use(healthRoutes(services.health));
  app.use(metricsRoutes(metricsPage));
  // Machines have neither session nor form token, and their bodies are not forms.
  app.use(webhookRoutes(services.webhooks, services.incomingLog));

  app.use(express.urlencoded({ extended: false, limit: BODY_LIMIT }));
  app.use(keepSession(config, sessionStore));
  app.use(saveBeforeRedirect);
  app.use(loadCurrentUser(services.accounts, clock));
  app.use(loadNeeds(services.notices, clock));
  app.use(loadSystemNotices(services.systemHealth));
  app.use(readUploads());
  app.use(protectFromForgery);
  app.use(rescueForm(context, config.baseUrl));
  app.use(forgetSentForm);
  app.use(nameOrigin);

  app.use(appearanceRoutes(config.isSecure));
  app.use(accountRoutes(context));
  app.use(registerRoutes(context));
  app.use(recoverRoutes(context));
  app.use(profileRoutes(context));
  app.use(unsentRoutes(context));
  app.use(overviewRoutes(context));
  app.use(noticeRoutes(context));
  app.use(demoRoutes(context));
  app.use(connectionRoutes(context));
  app.use(claimRoutes(context));
  app.use(connectionFormRoutes(context));
  app.use(vkIdRoutes(context));
  app.use(vkCatalogueRoutes(context));
  app.use(catalogueRoutes(context));
  app.use(catalogueRuleRoutes(context));
  app.use(bulkRoutes(context));
  app.use(productRoutes(context));
  app.use(exportRoutes(context));
  app.use(overrideRoutes(context));
  app.use(groupSettingsRoutes(context));
  app.use(storeOrderRoutes(context));
  app.use(photoRoutes(context));
  app.use(ownPhotoRoutes(context));
  app.use(progressRoutes(context));
  app.use(syncRoutes(context));
  app.use(settingsRoutes(context));
  app.use(previewRoutes(context));
  app.use(tuningRoutes(context));
  app.use(questionRoutes(context));
  app.use(historyRoutes(context));
  app.use(approvalRoutes(context));
  app.use(adminHealthRoutes(context));
  app.use(adminJobRoutes(context));
  app.use(adminRoutes());
  app.use(roleRoutes(context));
  app.use(logRoutes(context));
  app.use(adminUserFormRoutes(context));
  app.use(adminUserRoutes(context));
  app.use(auditRoutes(context));

  app.use(notFound);
  app.use(handleErrors(presenter, logger));
  return app;
}
