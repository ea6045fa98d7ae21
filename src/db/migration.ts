/**
 * One step of the schema's history: plain SQL, frozen once landed, never importing models or rules.
 * MariaDB commits each DDL statement by itself, so every statement must bear being run again.
 */
export interface Migration {
  readonly up: readonly string[];
  readonly down: readonly string[];
  /**
   * Why `up` may take something away that the release before still uses. Without it a migration only adds, so that old and
   * new programs work side by side on one database while they are exchanged.
   */
  readonly contracts?: string;
}
