import { grantsMark } from '../../../domain/access/role-rules.js';
import { isPermission, type Permission } from '../../../domain/access/permissions.js';
import type { ErrorDetails } from '../../../domain/errors.js';
import type { RolesView, RoleView } from '../../../services/admin/roles-contracts.js';
import type { ErrorSummary, FieldErrors } from '../../forms/field.js';
import { errorSummary } from '../../forms/field.js';
import { links } from '../../links.js';
import type { Page } from '../../render/page-presenter.js';
import { counted } from '../../texts/numbers.js';
import { cardOn, type ProblemCard } from '../../texts/problem.js';
import { ROLE_NAMES } from '../role-words.js';
import { PERMISSION_AREAS, PERMISSION_WORDS } from './permission-words.js';

interface RoleHead {
  readonly code: string;
  readonly name: string;
  /** «3 человека» */
  readonly people: string;
  /** Why it can be edited or not, in one line. */
  readonly note: string;
}

interface Tick {
  readonly id: string;
  readonly form: string;
  readonly label: string;
  readonly error: string | null;
}

/** A permission of a role: a tick that can be changed, or a yes or no. */
interface Cell {
  readonly role: string;
  readonly isGranted: boolean;
  /** `null` = fixed. */
  readonly tick: Tick | null;
}

interface Row {
  readonly code: Permission;
  readonly name: string;
  readonly hint: string;
  readonly cells: readonly Cell[];
}

interface RoleForm {
  readonly id: string;
  readonly action: string;
  readonly basedOn: string;
  /** Granted, but not the viewer's to take: sent along so that it stays. */
  readonly kept: readonly Permission[];
  readonly save: string;
}

export interface RolesModel {
  readonly heads: readonly RoleHead[];
  readonly areas: readonly { readonly title: string; readonly rows: readonly Row[] }[];
  readonly forms: readonly RoleForm[];
  readonly summary: ErrorSummary | null;
  readonly refusal: ProblemCard | null;
}

/** What was ticked in a form that was refused; `null` = what stands in the database. */
export interface Refused {
  readonly roleId: number;
  readonly ticked: readonly string[];
  readonly errors?: FieldErrors;
  readonly refusal?: ProblemCard;
}

/** Which two ticks go together. */
export function incompleteText({ permission = '', needs = '' }: ErrorDetails): string {
  const nameOf = (code: unknown): string =>
    isPermission(String(code)) ? PERMISSION_WORDS[code as Permission].name : '';
  return `«${nameOf(permission)}» работает только вместе с «${nameOf(needs)}».`;
}

/** «Роли»: who may do what, as a table that becomes cards on a phone. */
export function rolesPage({ roles, grantable }: RolesView, refused?: Refused): Page & { model: RolesModel } {
  const cellOf = (role: RoleView, code: Permission): Cell => {
    const isFixed = !role.isEditable || !grantable.includes(code);
    // What was ticked is shown again; if the role was changed meanwhile, what stands now is.
    const errors = refused?.roleId === role.id ? refused.errors : undefined;
    const ticked = isFixed || errors === undefined ? role.grants : (refused?.ticked ?? []);
    return {
      role: ROLE_NAMES[role.name],
      isGranted: ticked.includes(code),
      tick: isFixed ? null : tickOf(role, code, errors?.[code] ?? null),
    };
  };
  return {
    view: 'admin/roles',
    title: 'Роли',
    section: 'admin-roles',
    model: {
      heads: roles.map(headOf),
      areas: PERMISSION_AREAS.map(({ title, permissions }) => ({
        title,
        rows: permissions.map(code => ({
          code,
          ...PERMISSION_WORDS[code],
          cells: roles.map(role => cellOf(role, code)),
        })),
      })),
      forms: roles.filter(({ isEditable }) => isEditable).map(role => formOf(role, grantable)),
      summary: summaryOf(roles, refused),
      refusal: refused?.refusal === undefined ? null : cardOn(links.admin.roles, refused.refusal),
    },
  };
}

/** Leads to the tick a fault is about; a fault of the form as a whole to the first role that can be edited. */
function summaryOf(roles: readonly RoleView[], refused: Refused | undefined): ErrorSummary | null {
  const name = roles.find(({ id }) => id === refused?.roleId)?.name ?? 'admin';
  const entries = Object.entries(refused?.errors ?? {}).map(([field, text]) => {
    const code = isPermission(field) ? field : 'users.view';
    return [`${name}-${code}`, text] as const;
  });
  return errorSummary(Object.fromEntries(entries));
}

const tickOf = (role: RoleView, code: Permission, error: string | null): Tick => ({
  id: `${role.name}-${code}`,
  form: formId(role),
  label: `${ROLE_NAMES[role.name]}: ${PERMISSION_WORDS[code].name}`,
  error,
});

const NOTES = {
  system: 'Может всё, что есть у операторов. Менять нечего.',
  admin: 'Что он может, решает главный оператор.',
  user: 'Видит только свой магазин. Чужого не получит никогда.',
} as const;

const headOf = ({ name, people, isEditable }: RoleView): RoleHead => ({
  code: name,
  name: ROLE_NAMES[name],
  people: counted(people, 'человек', 'человека', 'человек'),
  note: isEditable ? 'Отметьте, что можно, и сохраните.' : NOTES[name],
});

const formId = ({ name }: RoleView): string => `grants-${name}`;

const formOf = (role: RoleView, grantable: readonly Permission[]): RoleForm => ({
  id: formId(role),
  action: links.admin.roleGrants(role.id),
  basedOn: grantsMark(role.grants),
  kept: role.grants.filter(code => !grantable.includes(code) && code !== 'account.own' && code !== 'shop.own'),
  save: `Сохранить права: ${ROLE_NAMES[role.name].toLowerCase()}`,
});
