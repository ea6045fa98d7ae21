import type { Database, Queries } from '../../src/db/database.js';

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

/** The database of a process that dies at its first statement with these words, whatever it has begun. */
export function failingOn(db: Database, words: string): Database {
  const dying = (queries: Queries): Queries => ({
    ...queries,
    change: (sql, values) =>
      sql.includes(words) ? Promise.reject(new Error('the process died')) : queries.change(sql, values),
  });
  return { ...db, ...dying(db), transaction: work => db.transaction(queries => work(dying(queries))) };
}
