import type { Migration } from '../src/db/migration.js';

/**
 * Accounts, roles, sessions and what guards them.
 * Ids that come from outside keep their case: `ascii_bin` / `utf8mb4_bin`; names are searched without regard to it.
 */
export const migration: Migration = {
  up: [
    `CREATE TABLE IF NOT EXISTS users (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      first_name VARCHAR(100) NOT NULL DEFAULT '',
      last_name VARCHAR(100) NOT NULL DEFAULT '',
      email VARCHAR(254) NOT NULL,
      phone VARCHAR(20) NULL,
      password_hash VARCHAR(255) NULL,
      status ENUM('pending','active','suspended') NOT NULL DEFAULT 'pending',
      is_email_confirmed BOOLEAN NOT NULL DEFAULT FALSE,
      session_epoch INT UNSIGNED NOT NULL DEFAULT 0,
      last_login_at DATETIME(3) NULL,
      delete_requested_at DATETIME(3) NULL,
      created_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      UNIQUE KEY users_email (email),
      UNIQUE KEY users_phone (phone)
    )`,
    `CREATE TABLE IF NOT EXISTS roles (
      id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      name VARCHAR(50) NOT NULL,
      UNIQUE KEY roles_name (name)
    )`,
    `CREATE TABLE IF NOT EXISTS permissions (
      id INT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      code VARCHAR(100) NOT NULL,
      description VARCHAR(255) NOT NULL DEFAULT '',
      UNIQUE KEY permissions_code (code)
    )`,
    `CREATE TABLE IF NOT EXISTS role_permissions (
      role_id INT UNSIGNED NOT NULL,
      permission_id INT UNSIGNED NOT NULL,
      PRIMARY KEY (role_id, permission_id),
      CONSTRAINT role_permissions_role FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE,
      CONSTRAINT role_permissions_permission FOREIGN KEY (permission_id) REFERENCES permissions (id) ON DELETE CASCADE
    )`,
    `CREATE TABLE IF NOT EXISTS user_roles (
      user_id BIGINT UNSIGNED NOT NULL,
      role_id INT UNSIGNED NOT NULL,
      PRIMARY KEY (user_id, role_id),
      CONSTRAINT user_roles_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE,
      CONSTRAINT user_roles_role FOREIGN KEY (role_id) REFERENCES roles (id) ON DELETE CASCADE
    )`,
    `INSERT IGNORE INTO roles (name) VALUES ('system'), ('admin'), ('user')`,
    `CREATE TABLE IF NOT EXISTS sessions (
      sid VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
      user_id BIGINT UNSIGNED NULL,
      data TEXT NULL,
      expires DATETIME NULL,
      created_at DATETIME NOT NULL,
      updated_at DATETIME NOT NULL,
      KEY sessions_expires (expires),
      KEY sessions_user (user_id),
      CONSTRAINT sessions_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `CREATE TABLE IF NOT EXISTS one_time_tokens (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      purpose ENUM('confirm_email','reset_password','invite') NOT NULL,
      token_hash BINARY(32) NOT NULL,
      expires_at DATETIME(3) NOT NULL,
      used_at DATETIME(3) NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY one_time_tokens_hash (token_hash),
      CONSTRAINT one_time_tokens_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `CREATE TABLE IF NOT EXISTS rate_counters (
      bucket VARBINARY(80) NOT NULL PRIMARY KEY,
      hits INT UNSIGNED NOT NULL,
      window_ends_at DATETIME(3) NOT NULL,
      KEY rate_counters_ends (window_ends_at)
    )`,
    `CREATE TABLE IF NOT EXISTS audit_log (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      actor_user_id BIGINT UNSIGNED NULL,
      subject_user_id BIGINT UNSIGNED NULL,
      action VARCHAR(100) NOT NULL,
      entity VARCHAR(200) NULL,
      before_value JSON NULL,
      after_value JSON NULL,
      origin VARCHAR(100) NOT NULL DEFAULT '',
      created_at DATETIME(3) NOT NULL,
      KEY audit_log_subject (subject_user_id, created_at),
      KEY audit_log_created (created_at),
      CONSTRAINT audit_log_actor FOREIGN KEY (actor_user_id) REFERENCES users (id) ON DELETE SET NULL,
      CONSTRAINT audit_log_subject_fk FOREIGN KEY (subject_user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `CREATE TABLE IF NOT EXISTS notices (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      code VARCHAR(100) NOT NULL,
      params JSON NOT NULL,
      job_id BIGINT UNSIGNED NULL,
      is_open BOOLEAN NOT NULL DEFAULT TRUE,
      snoozed_until DATETIME(3) NULL,
      mailed_at DATETIME(3) NULL,
      created_at DATETIME(3) NOT NULL,
      closed_at DATETIME(3) NULL,
      KEY notices_open (user_id, is_open, code),
      CONSTRAINT notices_user FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
  ],
  down: [
    'DROP TABLE IF EXISTS notices',
    'DROP TABLE IF EXISTS audit_log',
    'DROP TABLE IF EXISTS rate_counters',
    'DROP TABLE IF EXISTS one_time_tokens',
    'DROP TABLE IF EXISTS sessions',
    'DROP TABLE IF EXISTS user_roles',
    'DROP TABLE IF EXISTS role_permissions',
    'DROP TABLE IF EXISTS permissions',
    'DROP TABLE IF EXISTS roles',
    'DROP TABLE IF EXISTS users',
  ],
};
