import type { Migration } from '../src/db/migration.js';

/** The audit log is read from its newest line on: of one person, of one action, or all of it. */
export const migration: Migration = {
  up: [
    `ALTER TABLE audit_log
      ADD KEY IF NOT EXISTS audit_log_by_actor (actor_user_id, id),
      ADD KEY IF NOT EXISTS audit_log_by_subject (subject_user_id, id),
      ADD KEY IF NOT EXISTS audit_log_by_action (action, id),
      DROP KEY IF EXISTS audit_log_actor`,
  ],
  down: [
    // The foreign key of the actor needs an index of its own again.
    `ALTER TABLE audit_log
      ADD KEY IF NOT EXISTS audit_log_actor (actor_user_id),
      DROP KEY IF EXISTS audit_log_by_actor,
      DROP KEY IF EXISTS audit_log_by_subject,
      DROP KEY IF EXISTS audit_log_by_action`,
  ],
};
