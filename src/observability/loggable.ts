import { REDACTED, isSecretName, scrubText } from './redact.js';

const MAX_DEPTH = 6;
const MAX_ITEMS = 50;
const MAX_CHARS = 8000;

/**
 * Turns any value into plain JSON data for a log line: errors keep name, code, message, stack and causes; secrets are
 * blanked; what is deep, long or circular is cut. Never throws.
 */
export function loggable(value: unknown, name = '', above: readonly object[] = []): unknown {
  if (typeof value === 'string') return isSecretName(name) ? REDACTED : text(value);
  if (typeof value === 'bigint' || typeof value === 'symbol') return String(value);
  if (typeof value === 'function') return '[function]';
  if (typeof value !== 'object' || value === null) return value;
  if (isSecretName(name) && !(value instanceof Date)) return REDACTED;
  if (above.includes(value)) return '[circular]';
  if (above.length >= MAX_DEPTH) return '[deeper]';
  return objectValue(value, [...above, value]);
}

function objectValue(value: object, above: readonly object[]): unknown {
  if (value instanceof Error) return errorValue(value, above);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid date' : value.toISOString();
  if (value instanceof URL) return text(value.href);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Set) return list([...(value as Set<unknown>)], above);
  if (Array.isArray(value)) return list(value, above);
  const pairs = value instanceof Map ? [...(value as Map<unknown, unknown>)] : Object.entries(value);
  return Object.fromEntries(
    pairs.slice(0, MAX_ITEMS).map(([key, inner]) => [String(key), loggable(inner, String(key), above)]),
  );
}

function list(items: readonly unknown[], above: readonly object[]): unknown[] {
  const shown = items.slice(0, MAX_ITEMS).map(item => loggable(item, '', above));
  return items.length > MAX_ITEMS ? [...shown, `… ${items.length - MAX_ITEMS} more`] : shown;
}

/** Fields of an error worth a line, in this order. A driver's error hides its origin in `parent`. */
function errorValue(error: Error, above: readonly object[]): Record<string, unknown> {
  const fields = error as Error & { code?: unknown; kind?: unknown; details?: unknown; parent?: unknown };
  const cause = error.cause ?? fields.parent;
  return {
    name: error.name,
    ...(fields.code === undefined ? {} : { code: loggable(fields.code, '', above) }),
    ...(fields.kind === undefined ? {} : { kind: loggable(fields.kind, '', above) }),
    message: text(error.message),
    ...(fields.details === undefined ? {} : { details: loggable(fields.details, '', above) }),
    stack: text(error.stack ?? ''),
    ...(cause === undefined ? {} : { cause: loggable(cause, '', above) }),
    ...(error instanceof AggregateError ? { errors: list(error.errors, above) } : {}),
  };
}

function text(value: string): string {
  const clean = scrubText(value);
  return clean.length > MAX_CHARS ? `${clean.slice(0, MAX_CHARS)}… ${clean.length - MAX_CHARS} more` : clean;
}
