import { z } from 'zod';
import { isEmailAddress } from '../../domain/email-address.js';

/** As long as the columns that keep them. */
const NAME_MAX = 100;
const EMAIL_MAX = 254;
const PHONE_MAX = 40;
const PASSWORD_MAX = 1024;

/** Control characters, and marks that turn the direction of what stands after them. */
const UNSEEN = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A name that may be left out. */
export const nameField = z
  .string('Введите имя текстом')
  .trim()
  .max(NAME_MAX, `Не больше ${NAME_MAX} знаков`)
  .refine(text => !UNSEEN.test(text), 'Уберите невидимые знаки');

const nameOf = (ask: string) =>
  z
    .string(ask)
    .trim()
    .min(1, ask)
    .max(NAME_MAX, `Не больше ${NAME_MAX} знаков`)
    .refine(text => !UNSEEN.test(text), 'Уберите невидимые знаки');

export const emailField = z
  .string('Введите почту')
  .trim()
  .min(1, 'Введите почту')
  .max(EMAIL_MAX, 'Почта слишком длинная')
  .refine(isEmailAddress, 'Почта выглядит так: имя@пример.рф');

/** Which numbers there are is known to the use case. */
export const phoneField = z
  .string('Введите телефон')
  .trim()
  .max(PHONE_MAX, 'Телефон слишком длинный')
  .refine(text => !UNSEEN.test(text), 'Уберите невидимые знаки');

const neededPhone = phoneField.min(1, 'Введите телефон');

/** A password that is known already: its rules were those of the day it was chosen. */
export const passwordField = z
  .string('Введите пароль')
  .min(1, 'Введите пароль')
  .max(PASSWORD_MAX, 'Пароль слишком длинный');
const newPassword = z
  .string('Придумайте пароль')
  .min(1, 'Придумайте пароль')
  .max(PASSWORD_MAX, 'Пароль слишком длинный');

const person = { firstName: nameOf('Введите имя'), lastName: nameOf('Введите фамилию') };

export const registerForm = z.object({ ...person, email: emailField, phone: neededPhone, password: newPassword });
export const letterForm = z.object({ email: emailField });
/** A new address of a logged-in person needs no password to be confirmed. */
export const confirmForm = z.object({ password: z.string().max(PASSWORD_MAX, 'Пароль слишком длинный').default('') });
export const resetForm = z.object({ password: newPassword });
export const inviteForm = z.object({ ...person, phone: neededPhone, password: newPassword });
export const profileForm = z.object({
  ...person,
  email: emailField,
  phone: phoneField,
  password: z.string().max(PASSWORD_MAX, 'Пароль слишком длинный').default(''),
});
export const changePasswordForm = z.object({ current: passwordField, password: newPassword });
export const deleteForm = z.object({ password: passwordField });

/** Tokens of our links; anything else is no link of ours. */
export const linkToken = z
  .string()
  .regex(/^[\w-]{43}$/u)
  .catch('');
