import type { UserView } from '../../../services/admin/users-contracts.js';
import type { Role } from '../../../services/web-services.js';
import { emailInput, personInputs, type Typed } from '../../accounts/account-fields.js';
import { phoneText } from '../../accounts/account-words.js';
import type { FormFault } from '../../accounts/account-form.page.js';
import { errorSummary, type ErrorSummary, type Field, type FieldErrors } from '../../forms/field.js';
import { links } from '../../links.js';
import type { Crumb } from '../../render/crumbs.js';
import type { Page } from '../../render/page-presenter.js';
import { problemCard, type ProblemCard } from '../../texts/problem.js';
import { ROLE_NAMES } from '../role-words.js';
import { crumbText, nameOf } from './user-words.js';

/** A list to choose one of, as the partial `select` prints it. */
interface Select {
  readonly name: string;
  readonly legend: string;
  readonly hint: string;
  readonly error: string | null;
  readonly options: readonly { readonly value: string; readonly label: string; readonly isChecked: boolean }[];
}

export interface UserFormModel {
  readonly crumbs: readonly Crumb[];
  readonly heading: string;
  readonly lead: string;
  readonly summary: ErrorSummary | null;
  readonly card: ProblemCard | null;
  readonly action: string;
  readonly fields: readonly Field[];
  readonly role: Select;
  readonly submit: string;
  readonly backHref: string;
}

const CRUMB: Crumb = { label: 'Пользователи', href: links.admin.users };

const withErrors = (fields: readonly Field[], errors: FieldErrors): readonly Field[] =>
  fields.map(field => ({ ...field, error: errors[field.name] ?? null }));

/** Names of other people are typed by the operator: the browser's own would be wrong. */
const others = (fields: readonly Field[]): readonly Field[] =>
  fields.map(field => ({ ...field, autocomplete: 'off', isRequired: field.name === 'email' }));

function roleSelect(roles: readonly Role[], chosen: string, hint: string, error: string | null): Select {
  return {
    name: 'role',
    legend: 'Роль',
    hint,
    error,
    options: roles.map(role => ({ value: role, label: ROLE_NAMES[role], isChecked: role === chosen })),
  };
}

/** The list above the form goes from top to bottom, as the fields do. */
const ordered = (errors: FieldErrors): ErrorSummary | null => {
  const places = ['email', 'firstName', 'lastName', 'phone', 'role'];
  const rank = ([name]: readonly [string, string]): number => places.indexOf(name);
  return errorSummary(Object.fromEntries(Object.entries(errors).sort((one, other) => rank(one) - rank(other))));
};

const cardOf = ({ refusal }: FormFault): ProblemCard | null =>
  refusal === undefined ? null : problemCard(refusal.code, refusal.details);

/** Invites somebody: only to roles the actor may give. */
export function invitePage(
  roles: readonly Role[],
  typed: Typed = {},
  fault: FormFault = {},
): Page & { model: UserFormModel } {
  const { errors = {} } = fault;
  const names = personInputs(typed).filter(({ name }) => name !== 'phone');
  return {
    view: 'admin/user-form',
    title: 'Пригласить',
    section: 'admin-users',
    model: {
      crumbs: [CRUMB, { label: 'Пригласить', href: null }],
      heading: 'Пригласить',
      lead: 'На почту придёт письмо со ссылкой. По ней человек придумает пароль и сразу войдёт.',
      summary: ordered(errors),
      card: cardOf(fault),
      action: links.admin.invite,
      fields: withErrors(others([emailInput(typed), ...names]), errors),
      role: roleSelect(roles, typed['role'] ?? 'user', 'Обмен идёт только у продавцов', errors['role'] ?? null),
      submit: 'Отправить приглашение',
      backHref: links.admin.users,
    },
  };
}

/** Changes names, telephone, e-mail and role of somebody else. */
export function editUserPage(
  user: UserView,
  roles: readonly Role[],
  typed: Typed = {},
  fault: FormFault = {},
): Page & { model: UserFormModel } {
  const { errors = {} } = fault;
  const [own = 'user'] = user.roles;
  const known: Typed = {
    firstName: user.firstName,
    lastName: user.lastName,
    phone: user.phone === null ? '' : phoneText(user.phone),
    email: user.email,
    role: own,
    ...typed,
  };
  const email = emailInput(known, {
    hint: 'Новая почта заменит прежнюю сразу. Об этом напишем на обе; подтвердить новую можно по ссылке из письма.',
  });
  return {
    view: 'admin/user-form',
    title: `Изменить данные · ${nameOf(user)}`,
    section: 'admin-users',
    model: {
      crumbs: [
        CRUMB,
        { label: crumbText(nameOf(user)), href: links.admin.user(user.id) },
        { label: 'Изменить данные', href: null },
      ],
      heading: 'Изменить данные',
      lead: '',
      summary: ordered(errors),
      card: cardOf(fault),
      action: links.admin.userForm(user.id, 'edit'),
      fields: withErrors(others([email, ...personInputs(known, { isRequired: false })]), errors),
      role: roleSelect(
        roles,
        known['role'] ?? own,
        'С новой ролью нужно войти заново. Обмен идёт только у продавцов: у остальных он остановится, а товары в VK, правила и подключения останутся как есть.',
        errors['role'] ?? null,
      ),
      submit: 'Сохранить',
      backHref: links.admin.user(user.id),
    },
  };
}
