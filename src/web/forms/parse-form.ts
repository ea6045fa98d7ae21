import type { z } from 'zod';
import type { FieldErrors } from './field.js';

export type ParsedForm<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly errors: FieldErrors };

/** Checks what a form sent; of several faults of a field the first is told. */
export function parseForm<T>(schema: z.ZodType<T>, body: unknown): ParsedForm<T> {
  const parsed = schema.safeParse(body ?? {});
  if (parsed.success) return { ok: true, value: parsed.data };
  const errors: Record<string, string> = {};
  for (const issue of parsed.error.issues) errors[String(issue.path[0] ?? '')] ??= issue.message;
  return { ok: false, errors };
}

/** One text of a form as it was typed, to show it again. */
export function typed(body: unknown, name: string): string {
  const value = (body as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : '';
}
