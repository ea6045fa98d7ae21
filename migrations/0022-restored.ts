import type { Migration } from '../src/db/migration.js';

/**
 * When the installation was last put back from a backup, of merchants whose shop has not been read since: it may be ahead
 * of what the database knows.
 */
export const migration: Migration = {
  up: ['ALTER TABLE sync_configs ADD COLUMN IF NOT EXISTS restored_at DATETIME(3) NULL AFTER shop_read_at'],
  down: ['ALTER TABLE sync_configs DROP COLUMN IF EXISTS restored_at'],
};
