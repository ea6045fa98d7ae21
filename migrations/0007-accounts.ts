import type { Migration } from '../src/db/migration.js';

/**
 * What the site's accounts need: links that change an e-mail, when the password was changed, and room in a session for a
 * form that was sent too late. A telephone is a way to reach somebody, not a name: two accounts may share one, and nobody
 * learns from a form who has it.
 */
export const migration: Migration = {
  up: [
    `ALTER TABLE one_time_tokens
      MODIFY COLUMN purpose ENUM('confirm_email','reset_password','invite','change_email') NOT NULL,
      ADD COLUMN IF NOT EXISTS email VARCHAR(254) NULL AFTER token_hash,
      ADD KEY IF NOT EXISTS one_time_tokens_expires (expires_at)`,
    `ALTER TABLE users
      ADD COLUMN IF NOT EXISTS password_changed_at DATETIME(3) NULL AFTER password_hash,
      DROP KEY IF EXISTS users_phone,
      ADD KEY IF NOT EXISTS users_delete (delete_requested_at)`,
    'ALTER TABLE sessions MODIFY COLUMN data MEDIUMTEXT NULL',
  ],
  down: [
    'DELETE FROM sessions WHERE LENGTH(data) > 65535',
    'ALTER TABLE sessions MODIFY COLUMN data TEXT NULL',
    'UPDATE users u JOIN users other ON other.phone = u.phone AND other.id < u.id SET u.phone = NULL',
    `ALTER TABLE users
      DROP COLUMN IF EXISTS password_changed_at,
      DROP KEY IF EXISTS users_delete,
      ADD UNIQUE KEY IF NOT EXISTS users_phone (phone)`,
    `DELETE FROM one_time_tokens WHERE purpose = 'change_email'`,
    `ALTER TABLE one_time_tokens
      MODIFY COLUMN purpose ENUM('confirm_email','reset_password','invite') NOT NULL,
      DROP COLUMN IF EXISTS email,
      DROP KEY IF EXISTS one_time_tokens_expires`,
  ],
};
