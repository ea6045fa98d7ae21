import type { Migration } from '../src/db/migration.js';

/** Connections to the two vendors, the VK call lane, method blocks, tokens we give out, health and API log. */
export const migration: Migration = {
  up: [
    `CREATE TABLE IF NOT EXISTS evotor_connections (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NULL,
      evotor_user_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NULL,
      access_token TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
      auth_scheme ENUM('bearer','x_authorization') NOT NULL DEFAULT 'bearer',
      connection_type ENUM('webhook','manual') NOT NULL,
      claimed_email VARCHAR(254) NULL,
      is_online BOOLEAN NOT NULL DEFAULT FALSE,
      blocked_code VARCHAR(60) NULL,
      blocked_until DATETIME(3) NULL,
      uninstalled_at DATETIME(3) NULL,
      last_checked_at DATETIME(3) NULL,
      connected_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      UNIQUE KEY evotor_connections_user (user_id),
      UNIQUE KEY evotor_connections_evotor_user (evotor_user_id),
      CONSTRAINT evotor_connections_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `CREATE TABLE IF NOT EXISTS partner_tokens (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      evotor_connection_id BIGINT UNSIGNED NOT NULL,
      token_hash BINARY(32) NOT NULL,
      created_at DATETIME(3) NOT NULL,
      UNIQUE KEY partner_tokens_hash (token_hash),
      CONSTRAINT partner_tokens_connection FOREIGN KEY (evotor_connection_id)
        REFERENCES evotor_connections (id) ON DELETE CASCADE
    )`,
    // The row is also the lane: next_slot_at is the first free call slot of the token, across all processes.
    `CREATE TABLE IF NOT EXISTS vk_connections (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      access_token TEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      refresh_token TEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
      token_expires_at DATETIME(3) NULL,
      device_id VARCHAR(255) NULL,
      vk_user_id BIGINT UNSIGNED NULL,
      vk_user_name VARCHAR(200) NOT NULL DEFAULT '',
      group_id BIGINT UNSIGNED NOT NULL,
      group_name VARCHAR(255) NOT NULL DEFAULT '',
      group_screen_name VARCHAR(255) NOT NULL DEFAULT '',
      market_type VARCHAR(30) NULL,
      is_online BOOLEAN NOT NULL DEFAULT FALSE,
      blocked_code VARCHAR(60) NULL,
      last_checked_at DATETIME(3) NULL,
      next_slot_at DATETIME(3) NULL,
      learnt_limits JSON NULL,
      connected_at DATETIME(3) NOT NULL,
      updated_at DATETIME(3) NOT NULL,
      UNIQUE KEY vk_connections_user (user_id),
      UNIQUE KEY vk_connections_group (group_id),
      CONSTRAINT vk_connections_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `CREATE TABLE IF NOT EXISTS vk_method_blocks (
      vk_connection_id BIGINT UNSIGNED NOT NULL,
      method VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
      blocked_until DATETIME(3) NOT NULL,
      code VARCHAR(60) NOT NULL,
      step TINYINT UNSIGNED NOT NULL DEFAULT 0,
      updated_at DATETIME(3) NOT NULL,
      PRIMARY KEY (vk_connection_id, method),
      CONSTRAINT vk_method_blocks_connection FOREIGN KEY (vk_connection_id) REFERENCES vk_connections (id) ON DELETE CASCADE
    )`,
    `CREATE TABLE IF NOT EXISTS health_check_logs (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NOT NULL,
      service ENUM('evotor','vk') NOT NULL,
      event ENUM('online','offline','token_refreshed','token_refresh_failed') NOT NULL,
      detail VARCHAR(255) NOT NULL DEFAULT '',
      checked_at DATETIME(3) NOT NULL,
      KEY health_check_logs_user (user_id, checked_at),
      KEY health_check_logs_checked (checked_at),
      CONSTRAINT health_check_logs_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
    `CREATE TABLE IF NOT EXISTS api_log (
      id BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY,
      user_id BIGINT UNSIGNED NULL,
      job_id BIGINT UNSIGNED NULL,
      service ENUM('evotor','vk','vk_upload','vk_id') NOT NULL,
      http_method VARCHAR(8) NOT NULL,
      path VARCHAR(300) NOT NULL,
      status SMALLINT UNSIGNED NULL,
      outcome ENUM('ok','api_error','unknown') NOT NULL,
      vendor_code VARCHAR(60) NULL,
      duration_ms INT UNSIGNED NOT NULL,
      request_bytes INT UNSIGNED NOT NULL DEFAULT 0,
      response_bytes INT UNSIGNED NOT NULL DEFAULT 0,
      request_body TEXT NULL,
      response_body TEXT NULL,
      started_at DATETIME(3) NOT NULL,
      KEY api_log_user (user_id, id),
      KEY api_log_started (started_at),
      CONSTRAINT api_log_user_fk FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE
    )`,
  ],
  down: [
    'DROP TABLE IF EXISTS api_log',
    'DROP TABLE IF EXISTS health_check_logs',
    'DROP TABLE IF EXISTS vk_method_blocks',
    'DROP TABLE IF EXISTS vk_connections',
    'DROP TABLE IF EXISTS partner_tokens',
    'DROP TABLE IF EXISTS evotor_connections',
  ],
};
