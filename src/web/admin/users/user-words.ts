import type {
  SyncCondition,
  UserAction,
  UserRow,
  UserSort,
  UserStatus,
} from '../../../services/admin/users-contracts.js';
import type { Role } from '../../../services/web-services.js';
import type { Chip } from '../../render/chip.js';
import { chip } from '../../render/chip.js';
import { ROLE_NAMES } from '../role-words.js';

export const STATUS_CHIPS: Readonly<Record<UserStatus, Chip>> = {
  pending: chip('info', 'hourglass-split', 'Ждёт письма'),
  active: chip('fine', 'check-circle-fill', 'Работает'),
  suspended: chip('broken', 'slash-circle', 'Приостановлен'),
  deleting: chip('need', 'clock', 'Удаляется'),
};

/** Over the list: several accounts at once. */
export const STATUS_FILTERS: Readonly<Record<UserStatus, string>> = {
  active: 'Работают',
  pending: 'Ждут письма',
  suspended: 'Приостановлены',
  deleting: 'Удаляются',
};

export const CONDITION_WORDS: Readonly<Record<SyncCondition, string>> = {
  connected: 'Касса и VK подключены',
  confirmed: 'Обмен запущен',
  parked: 'Ждут VK или Эвотор',
  failing: 'С ошибками',
};

export const SORT_WORDS: Readonly<Record<UserSort, string>> = {
  new: 'Сначала новые',
  old: 'Сначала давние',
  name: 'По имени',
  email: 'По почте',
  login: 'По последнему входу',
};

export const ACTION_WORDS: Readonly<Record<UserAction, string>> = {
  edit: 'Изменить данные',
  activate: 'Включить',
  suspend: 'Приостановить',
  'reset-password': 'Сбросить пароль',
  'send-invite': 'Отправить приглашение ещё раз',
  delete: 'Удалить',
};

/** A name, or the e-mail of somebody who has told none. */
export const nameOf = ({ firstName, lastName, email }: Pick<UserRow, 'firstName' | 'lastName' | 'email'>): string =>
  `${firstName} ${lastName}`.trim() || email;

/** In the way to a page a long name is one of several words. */
const CRUMB_LONGEST = 48;

export const crumbText = (name: string): string =>
  name.length <= CRUMB_LONGEST ? name : `${name.slice(0, CRUMB_LONGEST).trimEnd()}…`;

export const rolesText = (roles: readonly Role[]): string =>
  roles.map(role => ROLE_NAMES[role]).join(', ') || 'Без роли';

/** How the exchange of a merchant stands, in a word or two. */
export function exchangeChip(row: UserRow): Chip {
  if (row.till === null || row.shop === null) return chip('neutral', 'dash-circle', 'Не подключено');
  if (row.failingCount > 0) return chip('broken', 'x-circle-fill', `Ошибок подряд: ${row.failingCount}`);
  if (row.parkedUntil !== null) return chip('info', 'clock', 'Ждёт');
  if (row.isPaused) return chip('neutral', 'pause-circle-fill', 'Пауза');
  if (!row.isEnabled) return chip('neutral', 'dash-circle', 'Выключен');
  return row.isConfirmed
    ? chip('fine', 'check-circle-fill', 'Запущен')
    : chip('need', 'hand-index', 'Ждёт подтверждения');
}
