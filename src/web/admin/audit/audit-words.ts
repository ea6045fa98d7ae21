import type { Permission } from '../../../domain/access/permissions.js';
import { PERMISSION_WORDS } from '../roles/permission-words.js';
import { SETTING_WORDS } from './setting-words.js';

/**
 * What each action of the audit log is called, by area in the order of the list one chooses from. Whoever writes a new
 * action adds its words here; a test walks both ways.
 */
export const AUDIT_AREAS = [
  {
    title: 'Вход и учётная запись',
    actions: {
      'account.log_in': 'Вход',
      'account.log_in_failed': 'Неудачный вход',
      'account.register': 'Регистрация',
      'account.confirm': 'Регистрация подтверждена письмом',
      'account.create': 'Учётная запись заведена',
      'account.edit': 'Свои данные изменены',
      'account.email_asked': 'Запрошена смена почты',
      'account.email_kept': 'Смена почты отменена',
      'account.email': 'Почта изменена',
      'account.confirm_email': 'Почта подтверждена',
      'account.password': 'Пароль изменён',
      'account.reset_asked': 'Запрошен новый пароль',
      'account.password_reset': 'Пароль задан заново по письму',
      'account.export': 'Скачаны свои данные',
      'account.delete_asked': 'Запрошено удаление учётной записи',
      'account.delete_taken_back': 'Удаление учётной записи отменено',
    },
  },
  {
    title: 'Действия операторов',
    actions: {
      'account.invite': 'Отправлено приглашение',
      'account.accept_invite': 'Приглашение принято',
      'user.activate': 'Учётная запись включена',
      'user.suspend': 'Учётная запись приостановлена',
      'user.reset_password': 'Оператор сбросил пароль',
      'user.edit': 'Оператор изменил данные',
      'user.email': 'Оператор изменил почту',
      'user.role': 'Роль изменена',
      'user.delete': 'Учётная запись удалена оператором',
      'role.set_grants': 'Права роли изменены',
      'api_log.view': 'Открыта запись журнала API',
      'clock.pause': 'Расписание остановлено',
      'clock.resume': 'Расписание снова работает',
      'clock.trigger': 'Расписание запущено вне очереди',
      'backup.made': 'Сделана резервная копия',
    },
  },
  {
    title: 'Подключения',
    actions: {
      'connection.connect': 'Сервис подключён',
      'connection.disconnect': 'Сервис отключён',
      'connection.claim_till': 'Касса присоединена',
      'connection.till_came': 'Эвотор прислал ключ кассы',
      'connection.till_ended': 'Приложение на кассе удалено или не оплачено',
    },
  },
  {
    title: 'Обмен',
    actions: {
      'sync.enable': 'Обмен включён',
      'sync.disable': 'Обмен выключен',
      'sync.confirm': 'Обмен подтверждён и запущен',
      'sync.pause': 'Обмен поставлен на паузу',
      'sync.resume': 'Обмен снят с паузы',
      'settings.change': 'Настройки обмена изменены',
      'job.run_now': 'Обмен запущен вручную',
      'job.approve': 'Изменения одобрены',
      'job.decline': 'Изменения отклонены',
      'job.cancel': 'Обмен отменён',
      'job.terminate': 'Обмен прерван',
      'job.undo': 'Запрошен откат обмена',
    },
  },
  {
    title: 'Каталог и товары',
    actions: {
      'rule.change': 'Правило отбора изменено',
      'group.price': 'Цена группы изменена',
      'group.category': 'Категория группы изменена',
      'store.order': 'Порядок магазинов изменён',
      'photo.change': 'Фотография изменена',
      'listing.own': 'Свои значения товара изменены',
      'listing.lock': 'Поле товара: кто его ведёт',
      'listing.photo': 'Своё фото товара изменено',
      'listing.allow_restricted': 'Публикация товара разрешена',
      'listing.forbid_restricted': 'Разрешение публикации отозвано',
      'listing.drift': 'Ответ об изменённом в VK',
      'listing.bring_back': 'Товар возвращается в VK',
      'listing.import_overrides': 'Значения загружены файлом',
      'offer.answer': 'Ответ о похожем товаре',
    },
  },
] as const;

/** Words of every action. */
export const AUDIT_WORDS: Readonly<Record<string, string>> = Object.assign(
  {},
  ...AUDIT_AREAS.map(({ actions }) => actions),
) as Readonly<Record<string, string>>;

/** The words of an action; of one nobody has named, that something was done. */
export const actionText = (action: string): string =>
  Object.hasOwn(AUDIT_WORDS, action) ? (AUDIT_WORDS[action] ?? '') : 'Действие';

/** Names of fields; others stand as they are kept. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  approved: 'Одобрено',
  category: 'Категория',
  categoryId: 'Категория',
  changed: 'Изменено строк',
  choice: 'Ответ',
  code: 'Код',
  count: 'Сколько',
  declined: 'Отклонено',
  description: 'Описание',
  email: 'Почта',
  field: 'Поле',
  fileName: 'Файл',
  firstName: 'Имя',
  goods: 'Товары в VK',
  gone: 'Не найдено товаров',
  group: 'Сообщество',
  isPinned: 'Закреплён',
  lastName: 'Фамилия',
  name: 'Название',
  permissions: 'Права',
  phone: 'Телефон',
  photo: 'Фото',
  price: 'Цена',
  priceKopecks: 'Цена, коп.',
  proof: 'Доказательство',
  reason: 'Причина',
  role: 'Роль',
  service: 'Сервис',
  status: 'Статус',
  stores: 'Магазины',
};

export const fieldText = (name: string): string => wordOf(SETTING_WORDS, name) ?? wordOf(FIELD_WORDS, name) ?? name;

const wordOf = (words: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(words, name) ? words[name] : undefined;

/** Values that have a word of their own. */
const VALUE_WORDS: Readonly<Record<string, string>> = {
  true: 'да',
  false: 'нет',
  evotor: 'Эвотор',
  vk: 'ВКонтакте',
  keep: 'оставить',
  hide: 'скрыть',
  delete: 'удалить',
  include: 'включить',
  exclude: 'исключить',
  user: 'продавец',
  admin: 'оператор',
  system: 'главный оператор',
  pending: 'ждёт письма',
  active: 'работает',
  suspended: 'приостановлен',
  password: 'неверный пароль',
  unknown: 'такой почты у нас нет',
};

export const valueWord = (text: string): string => {
  if (Object.hasOwn(VALUE_WORDS, text)) return VALUE_WORDS[text] ?? text;
  return Object.hasOwn(PERMISSION_WORDS, text) ? PERMISSION_WORDS[text as Permission].name.toLowerCase() : text;
};
