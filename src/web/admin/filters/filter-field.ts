import type { FieldErrors } from '../../forms/field.js';

/** One choice of a list. */
export interface FilterOption {
  readonly value: string;
  readonly label: string;
  readonly isChecked: boolean;
}

/** One field of the form over a list. */
export interface FilterField<Name extends string> {
  readonly name: Name;
  readonly label: string;
  readonly type: 'text' | 'select' | 'datetime-local';
  readonly value: string;
  readonly error: string | null;
  /** Of a select. */
  readonly options: readonly FilterOption[];
}

type TextForm<Name extends string> = Readonly<Record<Name, string>>;

/** Makes the fields of a form with what was typed and what is wrong with it. */
export function fieldOf<Name extends string>(form: TextForm<Name>, errors: FieldErrors) {
  return (
    name: Name,
    label: string,
    type: FilterField<Name>['type'],
    words: Readonly<Record<string, string>> = {},
  ): FilterField<Name> => ({
    name,
    label,
    type,
    value: form[name],
    error: errors[name] ?? null,
    options: [['', 'Все'] as const, ...Object.entries(words)].map(([value, word]) => ({
      value,
      label: word,
      isChecked: value === form[name],
    })),
  });
}

/** What was typed, to show it again beside its faults. */
export function typedInto<Form extends object>(empty: Form, query: Readonly<Record<string, unknown>>): Form {
  const texts = Object.keys(empty).map(name => {
    const value = query[name];
    return [name, typeof value === 'string' ? value.slice(0, 300) : ''] as const;
  });
  return Object.fromEntries(texts) as Form;
}
