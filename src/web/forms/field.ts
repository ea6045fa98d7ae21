/** An input with everything that belongs to it, ready to print. */
export interface Field {
  readonly name: string;
  readonly label: string;
  /** One line under the label; may be empty. */
  readonly hint: string;
  readonly type: 'text' | 'email' | 'password' | 'number' | 'tel';
  readonly value: string;
  readonly error: string | null;
  readonly autocomplete: string;
  readonly inputmode: 'text' | 'email' | 'decimal' | 'numeric' | 'tel';
  /** Names begin with a capital letter on a telephone's keyboard. */
  readonly autocapitalize: 'none' | 'words';
  readonly isRequired: boolean;
  /** Narrow for a number, wide otherwise. */
  readonly width: 'narrow' | 'wide';
}

const DEFAULTS: Omit<Field, 'name' | 'label'> = {
  hint: '',
  type: 'text',
  value: '',
  error: null,
  autocomplete: 'off',
  inputmode: 'text',
  autocapitalize: 'none',
  isRequired: false,
  width: 'wide',
};

export const field = (given: Pick<Field, 'name' | 'label'> & Partial<Field>): Field => ({ ...DEFAULTS, ...given });

/** Faults of a form by field name. */
export type FieldErrors = Readonly<Record<string, string>>;

/** The list above a form: each fault leads to its field. */
export interface ErrorSummary {
  readonly title: string;
  readonly items: readonly { readonly href: string; readonly text: string }[];
}

export function errorSummary(errors: FieldErrors): ErrorSummary | null {
  const items = Object.entries(errors).map(([name, text]) => ({ href: `#${name}`, text }));
  return items.length === 0 ? null : { title: 'Проверьте, пожалуйста:', items };
}
