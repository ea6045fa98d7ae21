import type { Database } from '../../src/db/database.js';

/** Statements that reach the server while `work` runs, by the dialect's own log line. */
export async function statementsOf(db: Database, work: () => Promise<unknown>): Promise<readonly string[]> {
  const statements: string[] = [];
  const { options } = db.sequelize as unknown as { options: { logging: unknown } };
  const before = options.logging;
  options.logging = (line: string) => statements.push(line.replace(/^Executing \([^)]*\): /, ''));
  try {
    await work();
  } finally {
    options.logging = before;
  }
  return statements.filter(line => /^\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE)/i.test(line));
}
