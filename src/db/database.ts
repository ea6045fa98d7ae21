import { QueryTypes, Sequelize, Transaction } from 'sequelize';
import { withDatabaseFaults } from './database-fault.js';
import { mariadbDialect } from './mariadb-dialect.js';
import { createTurns } from './turns.js';

/** Values that may stand for a `:name` in a statement. */
export type SqlValue = string | number | boolean | Date | Buffer | null | readonly (string | number)[];
export type SqlValues = Readonly<Record<string, SqlValue>>;

/** What a repository needs: statements, inside a transaction or not. Nothing above `src/db` sees Sequelize. */
export interface Queries {
  /** Rows of a SELECT (or of an INSERT … RETURNING). */
  rows<Row>(sql: string, values?: SqlValues): Promise<Row[]>;
  /** The first row, or `null`. */
  first<Row>(sql: string, values?: SqlValues): Promise<Row | null>;
  /** Runs a change; answers how many rows it touched (2 for a replaced duplicate, as MariaDB counts). */
  change(sql: string, values?: SqlValues): Promise<number>;
  /** Runs an INSERT; answers the new row's id. */
  insert(sql: string, values?: SqlValues): Promise<number>;
}

export interface Database extends Queries {
  /** One transaction at READ COMMITTED; rolled back when `work` throws. Keep it short: no network, no hashing inside. */
  transaction<T>(work: (queries: Queries) => Promise<T>): Promise<T>;
  /**
   * Runs `work` while this process holds a lock of that name on the server; `false` = not got in time. The lock keeps a
   * connection busy, so only half of the pool may hold one and the work of the holders never starves.
   */
  locked(name: string, waitSeconds: number, work: () => Promise<void>): Promise<boolean>;
  /** For the session store and the migrator only. */
  readonly sequelize: Sequelize;
  readonly close: () => Promise<void>;
}

/** Times a statement or a transaction that lost a deadlock is tried again. */
const DEADLOCK_RETRIES = 4;

function isDeadlock(error: unknown): boolean {
  const parent = (error as { parent?: { errno?: number } } | null)?.parent;
  return parent?.errno === 1213 || parent?.errno === 1205;
}

async function retryDeadlock<T>(retries: number, work: () => Promise<T>): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= retries || !isDeadlock(error)) throw error;
    }
  }
}

function queriesOn(sequelize: Sequelize, transaction?: Transaction): Queries {
  const options = (values: SqlValues | undefined) => ({
    replacements: { ...values } as Record<string, unknown>,
    ...(transaction ? { transaction } : {}),
  });
  // Inside a transaction a deadlock has rolled everything back: only the whole transaction can be tried again.
  const retries = transaction ? 0 : DEADLOCK_RETRIES;
  const rows = <Row>(sql: string, values?: SqlValues): Promise<Row[]> =>
    withDatabaseFaults(
      async () => (await sequelize.query(sql, { ...options(values), type: QueryTypes.SELECT })) as unknown as Row[],
    );
  return {
    rows,
    first: async <Row>(sql: string, values?: SqlValues) => (await rows<Row>(sql, values))[0] ?? null,
    change: (sql, values) =>
      withDatabaseFaults(() =>
        retryDeadlock(retries, () => sequelize.query(sql, { ...options(values), type: QueryTypes.BULKUPDATE })),
      ),
    insert: (sql, values) =>
      withDatabaseFaults(() =>
        retryDeadlock(retries, async () => {
          const [id] = await sequelize.query(sql, { ...options(values), type: QueryTypes.INSERT });
          return id;
        }),
      ),
  };
}

/**
 * Opens the pool. `url`: `mariadb://user:password@host:port/database`. Times are UTC with milliseconds. `keepsOne`: the last
 * connection stays open when nothing is asked, so that the server sees that the program runs.
 */
export function openDatabase(url: string, options: { poolSize?: number; keepsOne?: boolean } = {}): Database {
  const { poolSize = 10, keepsOne = false } = options;
  const lockTurn = createTurns(Math.max(1, Math.floor(poolSize / 2)));
  const sequelize = new Sequelize(url, {
    dialect: 'mariadb',
    dialectModule: mariadbDialect,
    dialectOptions: { timezone: 'Z', connectTimeout: 5000, charset: 'utf8mb4', collation: 'UTF8MB4_UNICODE_CI' },
    timezone: '+00:00',
    logging: false,
    isolationLevel: Transaction.ISOLATION_LEVELS.READ_COMMITTED,
    pool: { max: poolSize, min: keepsOne ? 1 : 0, idle: 10_000, acquire: 20_000 },
  });
  return {
    ...queriesOn(sequelize),
    transaction: work =>
      withDatabaseFaults(() =>
        retryDeadlock(DEADLOCK_RETRIES, () =>
          sequelize.transaction(transaction => work(queriesOn(sequelize, transaction))),
        ),
      ),
    locked: (name, waitSeconds, work) =>
      withDatabaseFaults(() =>
        lockTurn(() =>
          // The named lock belongs to the transaction's connection; the work itself runs outside of it.
          sequelize.transaction(async transaction => {
            const lock = queriesOn(sequelize, transaction);
            const row = await lock.first<{ got: number }>('SELECT GET_LOCK(:name, :waitSeconds) AS got', {
              name,
              waitSeconds,
            });
            if (Number(row?.got) !== 1) return false;
            try {
              await work();
              return true;
            } finally {
              await lock.rows('SELECT RELEASE_LOCK(:name) AS released', { name });
            }
          }),
        ),
      ),
    sequelize,
    close: () => sequelize.close(),
  };
}
