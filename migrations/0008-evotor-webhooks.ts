import type { Migration } from '../src/db/migration.js';

/**
 * What Evotor tells of its own accord: since when the app is installed or gone, where the subscription stands, and a
 * token that may not be used yet. All event times are Evotor's, so that late and repeated events change nothing.
 */
export const migration: Migration = {
  up: [
    `ALTER TABLE evotor_connections
      ADD COLUMN IF NOT EXISTS held_token TEXT CHARACTER SET ascii COLLATE ascii_bin NULL AFTER access_token,
      ADD COLUMN IF NOT EXISTS ended_code VARCHAR(60) NULL AFTER blocked_until,
      ADD COLUMN IF NOT EXISTS installed_at DATETIME(3) NULL AFTER ended_code,
      ADD COLUMN IF NOT EXISTS subscription_id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL AFTER uninstalled_at,
      ADD COLUMN IF NOT EXISTS subscription_sequence BIGINT UNSIGNED NULL AFTER subscription_id,
      ADD COLUMN IF NOT EXISTS subscription_event_at DATETIME(3) NULL AFTER subscription_sequence,
      ADD COLUMN IF NOT EXISTS subscription_type VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NULL
        AFTER subscription_event_at,
      ADD COLUMN IF NOT EXISTS known_stores JSON NULL AFTER subscription_type,
      ADD COLUMN IF NOT EXISTS detached_at DATETIME(3) NULL AFTER known_stores,
      ADD KEY IF NOT EXISTS evotor_connections_email (claimed_email),
      ADD KEY IF NOT EXISTS evotor_connections_updated (updated_at)`,
  ],
  down: [
    `ALTER TABLE evotor_connections
      DROP KEY IF EXISTS evotor_connections_updated, DROP KEY IF EXISTS evotor_connections_email,
      DROP COLUMN IF EXISTS detached_at, DROP COLUMN IF EXISTS known_stores,
      DROP COLUMN IF EXISTS subscription_type, DROP COLUMN IF EXISTS subscription_event_at,
      DROP COLUMN IF EXISTS subscription_sequence, DROP COLUMN IF EXISTS subscription_id,
      DROP COLUMN IF EXISTS installed_at, DROP COLUMN IF EXISTS ended_code, DROP COLUMN IF EXISTS held_token`,
  ],
};
