import type { UserAction, UserView } from '../../../services/admin/users-contracts.js';
import { emailInput, type Typed } from '../../accounts/account-fields.js';
import type { FormFault } from '../../accounts/account-form.page.js';
import { errorSummary, type ErrorSummary, type Field } from '../../forms/field.js';
import { links } from '../../links.js';
import type { Crumb } from '../../render/crumbs.js';
import type { Page } from '../../render/page-presenter.js';
import { problemCard, type ProblemCard } from '../../texts/problem.js';
import { crumbText, nameOf } from './user-words.js';

/** An action that asks first. */
export type AskedAction = Exclude<UserAction, 'edit'>;

interface Question {
  readonly heading: string;
  /** What will happen, each with a word in bold in front of it. */
  readonly consequences: readonly (readonly [lead: string, text: string])[];
  readonly submit: string;
  readonly isDanger: boolean;
  readonly keep: string;
}

export interface UserConfirmModel extends Omit<Question, 'consequences'> {
  readonly crumbs: readonly Crumb[];
  readonly who: string;
  readonly consequences: readonly { readonly lead: string; readonly text: string }[];
  readonly action: string;
  readonly backHref: string;
  /** What has to be typed; `null` = a click is enough. */
  readonly field: Field | null;
  readonly summary: ErrorSummary | null;
  readonly card: ProblemCard | null;
}

const IN_VK = ['Товары в VK', 'останутся как есть: ничего не скрывается и не удаляется.'] as const;

/** Says exactly what will happen, and how to take it back. */
function questionOf(action: AskedAction, user: UserView): Question {
  const isMerchant = user.roles.includes('user');
  switch (action) {
    case 'suspend':
      return {
        heading: 'Приостановить учётную запись?',
        consequences: [
          [
            'Вход',
            'закроется сразу, на всех устройствах. При попытке войти человек увидит, что запись приостановлена.',
          ],
          ...(isMerchant
            ? ([
                ['Обмен', 'остановится: идущий закончит текущее действие и на нём прервётся, новые не начнутся.'],
                IN_VK,
                ['Ключи и настройки', 'сохранятся.'],
              ] as const)
            : []),
          ['Письмо', 'об этом уйдёт владельцу.'],
          ['Вернуть', 'можно в любой момент кнопкой «Включить».'],
        ],
        submit: 'Приостановить',
        isDanger: true,
        keep: 'Не приостанавливать',
      };
    case 'activate':
      return {
        heading: 'Включить учётную запись?',
        consequences:
          user.status === 'pending'
            ? [
                ['Войти', 'можно будет без ответа на письмо, с паролем, который человек придумал сам.'],
                ['Почта', 'останется неподтверждённой: убедитесь, что она принадлежит этому человеку.'],
              ]
            : [
                ['Войти', 'можно будет сразу, с прежним паролем.'],
                ...(isMerchant
                  ? ([['Обмен', 'продолжится по расписанию, если он включён и подключения в порядке.']] as const)
                  : []),
              ],
        submit: 'Включить',
        isDanger: false,
        keep: 'Оставить как есть',
      };
    case 'reset-password':
      return {
        heading: 'Сбросить пароль?',
        consequences: [
          ['Письмо', 'со ссылкой для нового пароля уйдёт владельцу. Ссылку видит только он.'],
          ['На всех устройствах', 'нужно будет войти заново.'],
          [
            'Прежний пароль',
            'действует, пока не задан новый. Если доступ попал в чужие руки, ещё и приостановите учётную запись.',
          ],
        ],
        submit: 'Отправить письмо',
        isDanger: false,
        keep: 'Не сбрасывать',
      };
    case 'send-invite':
      return {
        heading: 'Отправить приглашение ещё раз?',
        consequences: [
          ['Письмо', 'с новой ссылкой уйдёт на ту же почту.'],
          ['Прежняя ссылка', 'перестанет работать.'],
        ],
        submit: 'Отправить приглашение',
        isDanger: false,
        keep: 'Не отправлять',
      };
    case 'delete':
      return {
        heading: 'Удалить учётную запись навсегда?',
        consequences: [
          [
            'Сразу',
            'будет стёрто всё, что мы храним об этом человеке: ключи доступа, каталог, правила, настройки, история.',
          ],
          ...(isMerchant
            ? ([
                ['Обмен', 'остановится на текущем действии.'],
                IN_VK,
                [
                  'Связи',
                  'с товарами VK тоже сотрутся: если человек вернётся, его товары придётся сопоставлять заново.',
                ],
              ] as const)
            : []),
          ['Письмо', 'об этом уйдёт владельцу.'],
          ['Вернуть', 'ничего будет нельзя.'],
        ],
        submit: 'Удалить навсегда',
        isDanger: true,
        keep: 'Оставить',
      };
  }
}

export function confirmUserPage(
  action: AskedAction,
  user: UserView,
  typed: Typed = {},
  fault: FormFault = {},
): Page & { model: UserConfirmModel } {
  const { errors = {}, refusal } = fault;
  const { consequences, ...question } = questionOf(action, user);
  const field =
    action === 'delete'
      ? emailInput(typed, {
          label: `Введите почту ${user.email}, чтобы подтвердить`,
          autocomplete: 'off',
          error: errors['email'] ?? null,
        })
      : null;
  return {
    view: 'admin/user-confirm',
    title: question.heading,
    section: 'admin-users',
    model: {
      ...question,
      crumbs: [
        { label: 'Пользователи', href: links.admin.users },
        { label: crumbText(nameOf(user)), href: links.admin.user(user.id) },
        { label: question.submit, href: null },
      ],
      who: nameOf(user) === user.email ? user.email : `${nameOf(user)}, ${user.email}`,
      consequences: consequences.map(([lead, text]) => ({ lead, text })),
      action: links.admin.userForm(user.id, action),
      backHref: links.admin.user(user.id),
      field,
      summary: errorSummary(errors),
      card: refusal === undefined ? null : problemCard(refusal.code, refusal.details),
    },
  };
}
