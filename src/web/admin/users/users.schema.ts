import { z } from 'zod';
import { emailField, nameField, phoneField } from '../../accounts/account.schema.js';
import type {
  SyncCondition,
  UserAction,
  UserSort,
  UsersQuery,
  UserStatus,
} from '../../../services/admin/users-contracts.js';
import type { Role } from '../../../services/web-services.js';
import { pageNumber } from '../../forms/page-number.js';
import { ROLE_NAMES } from '../role-words.js';
import { CONDITION_WORDS, SORT_WORDS, STATUS_CHIPS } from './user-words.js';

const known =
  <Word extends string>(words: Readonly<Record<Word, unknown>>) =>
  (text: string): Word | null =>
    Object.hasOwn(words, text) ? (text as Word) : null;

const text = z.string().catch('');
/** Longer than anything that is searched for. */
const SEARCH_MAX = 200;

/** Queries come from links and from hands: what cannot be read is as if it were not there. */
export const usersQuery: z.ZodType<UsersQuery> = z
  .object({
    q: text.transform(found => found.replaceAll('\0', '').trim().slice(0, SEARCH_MAX)),
    status: text.transform(known<UserStatus>(STATUS_CHIPS)),
    role: text.transform(known<Role>(ROLE_NAMES)),
    state: text.transform(known<SyncCondition>(CONDITION_WORDS)),
    sort: text.transform(known<UserSort>(SORT_WORDS)).transform(sort => sort ?? 'new'),
    page: pageNumber,
  })
  .transform(({ q, state, ...rest }) => ({ ...rest, search: q, condition: state }));

const role = z.enum(['user', 'admin', 'system'], 'Выберите роль');

/** Names may be told later, by the invited person. */
export const inviteForm = z.object({
  email: emailField,
  firstName: nameField.default(''),
  lastName: nameField.default(''),
  role,
});

export const editForm = z.object({
  firstName: nameField.default(''),
  lastName: nameField.default(''),
  phone: phoneField.default(''),
  email: emailField,
  role,
});

/** What is typed to confirm a deletion; whether it is the account's own is the use case's to say. */
export const deleteForm = z.object({ email: emailField });

/** Actions that need nothing but a click. */
export const PLAIN_ACTIONS = [
  'activate',
  'suspend',
  'reset-password',
  'send-invite',
] as const satisfies readonly UserAction[];
