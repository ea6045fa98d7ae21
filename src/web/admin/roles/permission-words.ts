import type { Permission } from '../../../domain/access/permissions.js';

interface PermissionWords {
  /** What one may do, as a verb. */
  readonly name: string;
  /** One line about what that means. */
  readonly hint: string;
}

/** Permissions as the page of roles calls them. */
export const PERMISSION_WORDS: Readonly<Record<Permission, PermissionWords>> = {
  'account.own': { name: 'Свой кабинет', hint: 'Имя, почта, пароль и выгрузка своих данных. Есть у всех.' },
  'shop.own': { name: 'Свой магазин', hint: 'Касса, каталог, обмен и витрина VK. Только у продавцов.' },
  'users.view': { name: 'Видеть пользователей', hint: 'Список учётных записей, их подключения и последние обмены.' },
  'users.invite': { name: 'Приглашать', hint: 'Отправлять письмо с приглашением, в том числе повторно.' },
  'users.edit': { name: 'Изменять пользователей', hint: 'Имя, телефон, почта и роль.' },
  'users.status': { name: 'Приостанавливать и включать', hint: 'Приостановленный не может войти, обмен у него стоит.' },
  'users.reset_password': { name: 'Сбрасывать пароль', hint: 'Отправлять письмо со ссылкой для нового пароля.' },
  'users.delete': { name: 'Удалять пользователей', hint: 'Учётная запись удаляется со всеми данными.' },
  'roles.view': { name: 'Видеть роли', hint: 'Эта страница: кто что может.' },
  'roles.edit': { name: 'Менять права ролей', hint: 'Только у ролей ниже своей.' },
  'jobs.view': { name: 'Видеть обмены', hint: 'Обмены всех продавцов: что сделано и почему не получилось.' },
  'jobs.control': { name: 'Управлять обменами', hint: 'Запустить, приостановить, отменить, прервать.' },
  'api_log.view': { name: 'Читать журнал API', hint: 'Запросы к Эвотору и VK. Ключей в журнале нет.' },
  'audit.view': { name: 'Читать журнал действий', hint: 'Кто, что и когда изменил.' },
  'health.view': { name: 'Видеть состояние', hint: 'Работают ли база, очереди, расписания и подключения.' },
  'clock.control': { name: 'Управлять расписаниями', hint: 'Поставить на паузу, продолжить, запустить сейчас.' },
};

/** How the page groups them. */
export const PERMISSION_AREAS: readonly { readonly title: string; readonly permissions: readonly Permission[] }[] = [
  { title: 'Своё', permissions: ['account.own', 'shop.own'] },
  {
    title: 'Пользователи',
    permissions: ['users.view', 'users.invite', 'users.edit', 'users.status', 'users.reset_password', 'users.delete'],
  },
  { title: 'Обмены', permissions: ['jobs.view', 'jobs.control'] },
  { title: 'Журналы', permissions: ['api_log.view', 'audit.view'] },
  { title: 'Работа сервиса', permissions: ['health.view', 'clock.control'] },
  { title: 'Роли', permissions: ['roles.view', 'roles.edit'] },
];
