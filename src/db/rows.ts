/** A JSON column as the connector gives it: parsed already, or still text. */
export function jsonColumn<T>(value: unknown): T {
  return (typeof value === 'string' ? JSON.parse(value) : value) as T;
}

/** A JSON column that may be NULL. */
export function jsonColumnOrNull<T>(value: unknown): T | null {
  return value === null || value === undefined ? null : jsonColumn<T>(value);
}
