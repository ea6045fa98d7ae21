import { DELETION_GRACE_DAYS, deletionDate } from '../../domain/account.js';
import { dayText } from '../../domain/text/day-text.js';
import type { ProfileView } from '../../services/accounts/account-contracts.js';
import { links } from '../links.js';
import type { Page } from '../render/page-presenter.js';
import { momentOf, type Moment } from '../texts/moments.js';
import { problemCard, type ProblemCard } from '../texts/problem.js';
import { phoneText } from './account-words.js';
import { emailInput, newPasswordInput, passwordInput, personInputs, type Typed } from './account-fields.js';
import { accountForm, type FormFault } from './account-form.page.js';
import { errorSummary, type ErrorSummary, type Field } from '../forms/field.js';

interface ProfileFact {
  readonly label: string;
  readonly text: string;
  /** Printed instead of the text. */
  readonly at: Moment | null;
}

export interface ProfileModel {
  readonly facts: readonly ProfileFact[];
  readonly pendingEmail: { readonly text: string; readonly cancel: string } | null;
  /** Said when everything is going to be deleted. */
  readonly leaving: string | null;
  readonly canLeave: boolean;
}

export function profilePage(profile: ProfileView, isMerchant: boolean, now: Date): Page & { model: ProfileModel } {
  const fact = (label: string, text: string, at: Moment | null = null): ProfileFact => ({ label, text, at });
  const when = (label: string, date: Date | null, never: string): ProfileFact =>
    fact(label, never, date === null ? null : momentOf(date, now));
  const { pendingEmail, deletesAt } = profile;
  return {
    view: 'accounts/profile',
    title: 'Личный кабинет',
    section: 'profile',
    model: {
      facts: [
        fact('Имя', `${profile.firstName} ${profile.lastName}`.trim() || 'Не указано'),
        fact('Почта', profile.email),
        fact('Телефон', profile.phone === null ? 'Не указан' : phoneText(profile.phone)),
        fact('С нами', `с ${dayText(profile.createdAt)}`),
        when('Последний вход', profile.lastLoginAt, 'Ещё не было'),
        when('Пароль изменён', profile.passwordChangedAt, 'Ещё не менялся'),
      ],
      pendingEmail:
        pendingEmail === null
          ? null
          : {
              text: `Новая почта ${pendingEmail.email} ждёт подтверждения: откройте ссылку из письма, которое мы туда отправили. До этого вход и письма остаются на прежней.`,
              cancel: links.cancelEmail,
            },
      leaving: deletesAt === null ? null : `Учётная запись будет удалена ${dayText(deletesAt)}.`,
      canLeave: isMerchant,
    },
  };
}

export function editPage(profile: ProfileView, typed: Typed, fault?: FormFault): Page {
  const known: Typed = {
    firstName: profile.firstName,
    lastName: profile.lastName,
    phone: profile.phone === null ? '' : phoneText(profile.phone),
    email: profile.email,
    ...typed,
  };
  return accountForm({
    heading: 'Изменить данные',
    action: links.editProfile,
    fields: [
      ...personInputs(known, { isRequired: false }),
      emailInput(known, {
        hint: 'На новую почту придёт письмо. Она заменит прежнюю, когда вы откроете ссылку из него.',
      }),
      passwordInput({ label: 'Текущий пароль', hint: 'Нужен, только если меняете почту', isRequired: false }),
    ],
    submit: 'Сохранить',
    links: [{ before: '', href: links.profile, label: 'Вернуться без изменений' }],
    section: 'profile',
    ...(fault === undefined ? {} : { fault }),
  });
}

export const changePasswordPage = (fault?: FormFault): Page =>
  accountForm({
    heading: 'Сменить пароль',
    lead: ['На остальных устройствах нужно будет войти заново. Обмен не остановится.'],
    action: links.changePassword,
    fields: [passwordInput({ name: 'current', label: 'Текущий пароль' }), newPasswordInput('Новый пароль')],
    submit: 'Сменить пароль',
    links: [{ before: 'Не помните текущий?', href: links.forgotPassword, label: 'Задать новый по почте' }],
    section: 'profile',
    ...(fault === undefined ? {} : { fault }),
  });

export interface DeleteModel {
  /** When everything goes; `null` = nobody asked for it yet. */
  readonly deletesOn: string | null;
  readonly graceDays: number;
  /** The day it would be, were it asked for now. */
  readonly wouldBeOn: string;
  readonly field: Field;
  readonly summary: ErrorSummary | null;
  readonly card: ProblemCard | null;
}

/** Says exactly what will happen and how to take it back; or, once it was asked for, takes it back. */
export function deletePage(deletesAt: Date | null, now: Date, fault: FormFault = {}): Page & { model: DeleteModel } {
  const { errors = {}, refusal } = fault;
  return {
    view: 'accounts/delete',
    title: deletesAt === null ? 'Удалить учётную запись' : 'Учётная запись будет удалена',
    section: 'profile',
    model: {
      deletesOn: deletesAt === null ? null : dayText(deletesAt),
      graceDays: DELETION_GRACE_DAYS,
      wouldBeOn: dayText(deletionDate(now)),
      field: { ...passwordInput({ hint: 'Чтобы никто не сделал этого за вас' }), error: errors['password'] ?? null },
      summary: errorSummary(errors),
      card: refusal === undefined ? null : problemCard(refusal.code, refusal.details),
    },
  };
}
