import type { Migration } from '../src/db/migration.js';

/**
 * What pages ask about the clock and about all merchants' runs at once: when each Schedule acted last and who paused it,
 * without asking Temporal; runs by status, kind and trigger however many there are; how the vendors answered lately.
 */
export const migration: Migration = {
  up: [
    `CREATE TABLE IF NOT EXISTS clock_beats (
      schedule VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      last_at DATETIME(3) NULL,
      paused_at DATETIME(3) NULL,
      paused_by_user_id BIGINT UNSIGNED NULL,
      CONSTRAINT clock_beats_user FOREIGN KEY (paused_by_user_id) REFERENCES users (id) ON DELETE SET NULL
    )`,
    `ALTER TABLE sync_jobs
      ADD COLUMN IF NOT EXISTS has_failures BOOLEAN AS (items_failed > 0 OR status = 'failed') VIRTUAL AFTER items_failed,
      ADD KEY IF NOT EXISTS sync_jobs_status (status, id),
      ADD KEY IF NOT EXISTS sync_jobs_kind (kind, id),
      ADD KEY IF NOT EXISTS sync_jobs_trigger (triggered_by, id),
      ADD KEY IF NOT EXISTS sync_jobs_failures (has_failures, id),
      ADD KEY IF NOT EXISTS sync_jobs_created (created_at, status),
      ADD KEY IF NOT EXISTS sync_jobs_resting (status, resume_at)`,
    'ALTER TABLE sync_configs ADD KEY IF NOT EXISTS sync_configs_dirty (dirty_since)',
    // Covers the counts of an hour and a day; the rows themselves hold bodies and are large.
    'ALTER TABLE api_log ADD KEY IF NOT EXISTS api_log_rates (started_at, service, outcome, vendor_code)',
  ],
  down: [
    'ALTER TABLE api_log DROP KEY IF EXISTS api_log_rates',
    'ALTER TABLE sync_configs DROP KEY IF EXISTS sync_configs_dirty',
    `ALTER TABLE sync_jobs DROP KEY IF EXISTS sync_jobs_resting, DROP KEY IF EXISTS sync_jobs_created,
      DROP KEY IF EXISTS sync_jobs_failures, DROP KEY IF EXISTS sync_jobs_trigger, DROP KEY IF EXISTS sync_jobs_kind,
      DROP KEY IF EXISTS sync_jobs_status`,
    'ALTER TABLE sync_jobs DROP COLUMN IF EXISTS has_failures',
    'DROP TABLE IF EXISTS clock_beats',
  ],
};
