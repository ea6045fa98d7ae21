import type { Migration } from '../src/db/migration.js';

/**
 * What tells the merchant: which letters went out about which cause, who wants none, and the marks of the set-up that no
 * other table keeps.
 */
export const migration: Migration = {
  up: [
    `ALTER TABLE users ADD COLUMN IF NOT EXISTS wants_notice_mail BOOLEAN NOT NULL DEFAULT TRUE AFTER is_email_confirmed`,
    `ALTER TABLE sync_configs
      ADD COLUMN IF NOT EXISTS goods_chosen_at DATETIME(3) NULL AFTER confirmed_at,
      ADD COLUMN IF NOT EXISTS pilot_skipped_at DATETIME(3) NULL AFTER goods_chosen_at,
      ADD COLUMN IF NOT EXISTS first_load_at DATETIME(3) NULL AFTER pilot_skipped_at`,
    // Who has been running for a while is not told of a first load now.
    `UPDATE sync_configs SET first_load_at = last_run_at
     WHERE first_load_at IS NULL AND confirmed_at IS NOT NULL AND last_run_at >= confirmed_at`,
    // The last letters about each cause, written before they are sent: two workers send no letter twice.
    `CREATE TABLE IF NOT EXISTS notice_mails (
      user_id BIGINT UNSIGNED NOT NULL,
      cause VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      told_at DATETIME(3) NOT NULL,
      recovered_at DATETIME(3) NULL,
      PRIMARY KEY (user_id, cause),
      KEY notice_mails_owed (recovered_at, user_id),
      CONSTRAINT notice_mails_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    // A mail server that is away: when the merchant's next letter is tried, and how often it was.
    `CREATE TABLE IF NOT EXISTS notice_mail_rests (
      user_id BIGINT UNSIGNED NOT NULL PRIMARY KEY,
      attempts SMALLINT UNSIGNED NOT NULL,
      retry_at DATETIME(3) NOT NULL,
      CONSTRAINT notice_mail_rests_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `ALTER TABLE notices
      ADD KEY IF NOT EXISTS notices_untold (is_open, mailed_at, user_id),
      ADD KEY IF NOT EXISTS notices_history (user_id, id)`,
  ],
  down: [
    'ALTER TABLE notices DROP KEY IF EXISTS notices_history, DROP KEY IF EXISTS notices_untold',
    'DROP TABLE IF EXISTS notice_mail_rests',
    'DROP TABLE IF EXISTS notice_mails',
    `ALTER TABLE sync_configs DROP COLUMN IF EXISTS first_load_at, DROP COLUMN IF EXISTS pilot_skipped_at,
      DROP COLUMN IF EXISTS goods_chosen_at`,
    'ALTER TABLE users DROP COLUMN IF EXISTS wants_notice_mail',
  ],
};
