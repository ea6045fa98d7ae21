import type { AppError } from '../../domain/errors.js';
import { errorSummary, type ErrorSummary, type Field, type FieldErrors } from '../forms/field.js';
import type { Section } from '../render/menu.js';
import type { Page } from '../render/page-presenter.js';
import { problemCard, type ProblemCard } from '../texts/problem.js';

/** What was wrong with a form: with its fields, or with the whole. */
export interface FormFault {
  readonly errors?: FieldErrors;
  readonly refusal?: AppError;
}

interface FormLink {
  /** Words before the link; may be empty. */
  readonly before: string;
  readonly href: string;
  readonly label: string;
}

export interface AccountFormModel {
  readonly heading: string;
  readonly lead: readonly string[];
  readonly summary: ErrorSummary | null;
  readonly card: ProblemCard | null;
  readonly action: string;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly fields: readonly Field[];
  readonly submit: string;
  readonly links: readonly FormLink[];
  /** Small print under the button. */
  readonly notes: readonly string[];
}

interface FormInput extends Pick<AccountFormModel, 'heading' | 'action' | 'fields' | 'submit'> {
  readonly lead?: readonly string[];
  readonly hidden?: Readonly<Record<string, string>>;
  readonly links?: readonly FormLink[];
  readonly notes?: readonly string[];
  readonly fault?: FormFault;
  readonly section?: Section;
}

/** A page of the accounts that is one form. Typed passwords are never given back. */
export function accountForm(input: FormInput): Page & { model: AccountFormModel } {
  const { fault = {}, hidden = {}, lead = [], links = [], notes = [], section, ...form } = input;
  const { refusal } = fault;
  const errors = inOrder(fault.errors ?? {}, form.fields);
  return {
    view: 'accounts/form',
    title: form.heading,
    ...(section === undefined ? {} : { section }),
    model: {
      ...form,
      lead,
      links,
      notes,
      summary: errorSummary(errors),
      card: refusal === undefined ? null : problemCard(refusal.code, refusal.details),
      hidden: Object.entries(hidden).map(([name, value]) => ({ name, value })),
      fields: form.fields.map(field => ({ ...field, error: errors[field.name] ?? null })),
    },
  };
}

/** The list above the form goes from top to bottom, as the fields do. */
function inOrder(errors: FieldErrors, fields: readonly Field[]): FieldErrors {
  const places = fields.map(({ name }) => name);
  const rank = (name: string): number => (places.includes(name) ? places.indexOf(name) : places.length);
  return Object.fromEntries(Object.entries(errors).sort(([one], [other]) => rank(one) - rank(other)));
}

interface ToldInput {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly actions: readonly { readonly href: string; readonly label: string }[];
}

/** A page that tells one thing and leads on. */
export function toldPage(model: ToldInput): Page & { model: ToldInput } {
  return { view: 'accounts/told', title: model.heading, model };
}
