import { z } from 'zod';
import type { AuditQuery } from '../../../services/admin/audit-contracts.js';
import { AUDIT_WORDS } from './audit-words.js';

const DAY_MS = 86_400_000;
/** People here mean Moscow days, as the pages print them. */
const startOf = (day: string): Date => new Date(`${day}T00:00:00+03:00`);

/** As the browser's own field sends it. */
const day = z
  .string('Введите день')
  .trim()
  .refine(
    text => text === '' || (/^\d{4}-\d{2}-\d{2}$/u.test(text) && !Number.isNaN(startOf(text).getTime())),
    'Введите день, например 2026-11-21',
  )
  .default('');

/** The fields of the form over the log; empty = not asked for. */
export const auditForm = z
  .object({
    user: z
      .string('Введите почту или номер')
      .trim()
      .max(254, 'Не больше 254 знаков')
      .refine(text => !/\p{Cc}/u.test(text), 'Уберите служебные знаки')
      .default(''),
    action: z
      .string()
      .catch('')
      .transform(action => (Object.hasOwn(AUDIT_WORDS, action) ? action : '')),
    from: day,
    to: day,
  })
  .refine(({ from, to }) => from === '' || to === '' || from <= to, {
    path: ['to'],
    message: 'Последний день раньше первого',
  });

export type AuditForm = z.infer<typeof auditForm>;

export const EMPTY_AUDIT_FORM: AuditForm = { user: '', action: '', from: '', to: '' };

/** Where one stands in the log; what cannot be read is its newest page. */
const place = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER).nullable().catch(null);
export const auditPlace = z.object({ before: place.default(null), after: place.default(null) });

export function auditQuery(form: AuditForm, query: unknown): AuditQuery {
  const { before, after } = auditPlace.parse(query);
  return {
    person: form.user,
    action: form.action === '' ? null : form.action,
    from: form.from === '' ? null : startOf(form.from),
    until: form.to === '' ? null : new Date(startOf(form.to).getTime() + DAY_MS),
    before,
    after,
  };
}
