import * as mariadb from 'mariadb';

/** Options that make ids, counts and kopecks plain numbers; a value beyond 2^53 throws instead of losing digits. */
const NUMBER_OPTIONS = { insertIdAsNumber: true, bigIntAsNumber: true, checkNumberRange: true };

/** The rows array of a result with `meta` as an ordinary, deletable property. */
function plainRows(result: unknown): unknown {
  if (!Array.isArray(result)) return result;
  const rows: unknown[] & { meta?: unknown } = Array.from<unknown>(result);
  rows.meta = (result as { meta?: unknown }).meta;
  return rows;
}

/**
 * The `mariadb` connector as Sequelize 6 can use it. Since 3.1 the connector's `meta` is a property that cannot be
 * deleted, which Sequelize tries after every untyped query; and BIGINT has to be asked for as numbers.
 * See docs/adr/0001.
 */
export const mariadbDialect = {
  ...mariadb,
  createConnection: async (options: mariadb.ConnectionConfig): Promise<mariadb.Connection> => {
    const connection = await mariadb.createConnection({ ...options, ...NUMBER_OPTIONS });
    return new Proxy(connection, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property, target);
        if (typeof value !== 'function') return value;
        if (property !== 'query') return value.bind(target) as unknown;
        return async (...args: Parameters<mariadb.Connection['query']>) =>
          plainRows((await target.query(...args)) as unknown);
      },
    });
  },
};
