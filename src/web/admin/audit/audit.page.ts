import type { AuditPage } from '../../../services/admin/audit-contracts.js';
import { errorSummary, field, type ErrorSummary, type Field, type FieldErrors } from '../../forms/field.js';
import { links } from '../../links.js';
import type { Page } from '../../render/page-presenter.js';
import type { Pager } from '../../render/pager.js';
import { auditLine, type AuditLineModel, type PersonModel } from './audit-line.js';
import { AUDIT_AREAS } from './audit-words.js';
import type { AuditForm } from './audit.schema.js';

export interface AuditModel {
  readonly action: string;
  readonly who: Field;
  readonly from: Field;
  readonly to: Field;
  readonly areas: readonly {
    readonly title: string;
    readonly actions: readonly { readonly value: string; readonly label: string; readonly isChecked: boolean }[];
  }[];
  readonly summary: ErrorSummary | null;
  readonly isNarrowed: boolean;
  readonly person: PersonModel | null;
  /** Why there is nothing to see; empty when there is. */
  readonly emptyText: string;
  readonly rows: readonly AuditLineModel[];
  readonly pager: Pager | null;
}

const NOTHING: AuditPage = { rows: [], hasNewer: false, hasOlder: false, person: null, isPersonUnknown: false };

/** The address of the log with these wishes, from some line on. */
export function auditHref(form: AuditForm, place: Readonly<Record<string, string>> = {}): string {
  const parts = new URLSearchParams(
    Object.entries({ ...form, ...place }).filter(([, value]) => value !== ''),
  ).toString();
  return parts === '' ? links.admin.audit : `${links.admin.audit}?${parts}`;
}

export function auditPage(
  found: AuditPage | null,
  form: AuditForm,
  now: Date,
  errors: FieldErrors = {},
): Page & { model: AuditModel } {
  const { rows, hasNewer, hasOlder, person, isPersonUnknown } = found ?? NOTHING;
  const day = (name: 'from' | 'to', label: string): Field => ({
    ...field({ name, label, value: form[name], error: errors[name] ?? null, width: 'narrow' }),
    hint: '',
  });
  const isNarrowed = Object.values(form).some(value => value !== '');
  return {
    view: 'admin/audit',
    title: 'Журнал действий',
    section: 'admin-audit',
    model: {
      action: links.admin.audit,
      who: field({ name: 'user', label: 'Кто или с кем', value: form.user, error: errors['user'] ?? null }),
      from: day('from', 'С какого дня'),
      to: day('to', 'По какой день'),
      areas: AUDIT_AREAS.map(({ title, actions }) => ({
        title,
        actions: Object.entries(actions).map(([value, label]) => ({ value, label, isChecked: value === form.action })),
      })),
      summary: errorSummary(errors),
      isNarrowed,
      person:
        person === null
          ? null
          : {
              text: person.name === '' ? person.email : `${person.name}, ${person.email}`,
              href: links.admin.user(person.id),
            },
      emptyText: emptyText({ isEmpty: found !== null && rows.length === 0, isPersonUnknown, isNarrowed }),
      rows: rows.map(row => auditLine(row, now)),
      pager: pagerOf(rows, { hasNewer, hasOlder }, form),
    },
  };
}

function emptyText(state: { isEmpty: boolean; isPersonUnknown: boolean; isNarrowed: boolean }): string {
  if (!state.isEmpty) return '';
  if (state.isPersonUnknown) return 'Такой почты и такого номера нет среди учётных записей.';
  return state.isNarrowed ? 'Таких действий не было.' : 'Действий ещё не было.';
}

function pagerOf(
  rows: AuditPage['rows'],
  { hasNewer, hasOlder }: Pick<AuditPage, 'hasNewer' | 'hasOlder'>,
  form: AuditForm,
): Pager | null {
  const [newest, oldest] = [rows[0], rows.at(-1)];
  if (newest === undefined || oldest === undefined || (!hasNewer && !hasOlder)) return null;
  return {
    range: `№ ${oldest.id}–${newest.id}`,
    previous: hasNewer ? auditHref(form, { after: String(newest.id) }) : null,
    next: hasOlder ? auditHref(form, { before: String(oldest.id) }) : null,
  };
}
