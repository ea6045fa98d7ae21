import type { Migration } from '../src/db/migration.js';

/** Evotor's own messages in the API log, and an index behind each thing the log is looked for by. */
export const migration: Migration = {
  up: [
    `ALTER TABLE api_log
      MODIFY service ENUM('evotor','vk','vk_upload','vk_id','evotor_webhook') NOT NULL`,
    `ALTER TABLE api_log
      ADD KEY IF NOT EXISTS api_log_job (job_id, id),
      ADD KEY IF NOT EXISTS api_log_vendor_code (vendor_code, id),
      ADD KEY IF NOT EXISTS api_log_outcome (outcome, id),
      ADD KEY IF NOT EXISTS api_log_service (service, id)`,
  ],
  down: [
    `ALTER TABLE api_log
      DROP KEY IF EXISTS api_log_service,
      DROP KEY IF EXISTS api_log_outcome,
      DROP KEY IF EXISTS api_log_vendor_code,
      DROP KEY IF EXISTS api_log_job`,
    "DELETE FROM api_log WHERE service = 'evotor_webhook'",
    `ALTER TABLE api_log
      MODIFY service ENUM('evotor','vk','vk_upload','vk_id') NOT NULL`,
  ],
};
