import type { Migration } from '../src/db/migration.js';

/** What the product page and the history ask: the changes somebody made to one good, and the runs of the last days. */
export const migration: Migration = {
  up: [
    'ALTER TABLE audit_log ADD KEY IF NOT EXISTS audit_log_entity (subject_user_id, entity, id)',
    'ALTER TABLE sync_jobs ADD KEY IF NOT EXISTS sync_jobs_days (user_id, finished_at)',
  ],
  down: [
    'ALTER TABLE sync_jobs DROP KEY IF EXISTS sync_jobs_days',
    'ALTER TABLE audit_log DROP KEY IF EXISTS audit_log_entity',
  ],
};
