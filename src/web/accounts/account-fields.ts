import type { Field } from '../forms/field.js';
import { field } from '../forms/field.js';

/** What a person has typed so far, by field. */
export type Typed = Readonly<Record<string, string>>;

export const PASSWORD_HINT = 'Не короче 8 знаков. Надёжнее всего несколько слов подряд.';

export const emailInput = (typed: Typed, over: Partial<Field> = {}): Field =>
  field({
    name: 'email',
    label: 'Почта',
    type: 'email',
    inputmode: 'email',
    autocomplete: 'email',
    isRequired: true,
    value: typed['email'] ?? '',
    ...over,
  });

export const passwordInput = (over: Partial<Field> = {}): Field =>
  field({
    name: 'password',
    label: 'Пароль',
    type: 'password',
    autocomplete: 'current-password',
    isRequired: true,
    ...over,
  });

export const newPasswordInput = (label = 'Пароль'): Field =>
  passwordInput({ label, autocomplete: 'new-password', hint: PASSWORD_HINT });

export const personInputs = (typed: Typed, phone: Partial<Field> = {}): readonly Field[] => [
  field({
    name: 'firstName',
    label: 'Имя',
    autocomplete: 'given-name',
    autocapitalize: 'words',
    isRequired: true,
    value: typed['firstName'] ?? '',
  }),
  field({
    name: 'lastName',
    label: 'Фамилия',
    autocomplete: 'family-name',
    autocapitalize: 'words',
    isRequired: true,
    value: typed['lastName'] ?? '',
  }),
  field({
    name: 'phone',
    label: 'Телефон',
    hint: 'Например, +7 916 123-45-67',
    type: 'tel',
    inputmode: 'tel',
    autocomplete: 'tel',
    isRequired: true,
    value: typed['phone'] ?? '',
    ...phone,
  }),
];
