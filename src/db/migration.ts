/**
 * One step of the schema's history: plain SQL, frozen once landed, never importing models or rules.
 * MariaDB commits each DDL statement by itself, so every statement must bear being run again.
 */
export interface Migration {
  readonly up: readonly string[];
  readonly down: readonly string[];
}
