import { dayText } from '../../domain/text/day-text.js';
import { pluralRu } from '../../domain/text/plural-ru.js';
import type { LetterContent } from '../../mail/letter-content.js';

/** Everything the site writes to people about their accounts. */

export const hoursText = (hours: number): string => `${hours} ${pluralRu(hours, 'час', 'часа', 'часов')}`;

const NOT_ME = 'Если это были не вы, ничего не делайте: без ответа на письмо ничего не изменится.';
const CHANGE_IT =
  'Если это были не вы, смените пароль прямо сейчас: нажмите «Забыли пароль?» на странице входа. Это закроет доступ на всех устройствах.';
const REGISTERED = 'Вы получили это письмо, потому что с этой почтой зарегистрировались в EvoSync.';
const OWNER = 'Вы получили это письмо, потому что у вас есть учётная запись в EvoSync.';

/** A name that may stand in a letter: whoever registers somebody's address must not write to them through us. */
const NAME = /^[\p{L}\p{M}’' -]{1,30}$/u;
export const addressing = (firstName: string): string =>
  NAME.test(firstName) ? `${firstName}, здравствуйте.` : 'Здравствуйте.';
const query = (path: string, token: string): string => `${path}?token=${token}`;

export const confirmLetter = (to: { firstName: string; token: string; hours: number }): LetterContent => ({
  subject: 'Подтвердите почту',
  heading: 'Подтвердите почту',
  paragraphs: [
    addressing(to.firstName),
    'Остался один шаг: откройте ссылку и введите пароль, который вы придумали при регистрации.',
  ],
  button: { label: 'Подтвердить почту', path: query('/confirm-email', to.token) },
  notes: [`Ссылка работает ${hoursText(to.hours)}.`, NOT_ME],
  footing: REGISTERED,
});

/** To an address that has an account, when somebody registers with it or asks for another confirmation. */
export const alreadyLetter = (): LetterContent => ({
  subject: 'У вас уже есть учётная запись',
  heading: 'У вас уже есть учётная запись',
  paragraphs: [
    'Кто-то, возможно вы, только что указал вашу почту на странице регистрации. Вторая учётная запись не нужна: войдите в ту, что есть.',
    'Не помните пароль? На странице входа нажмите «Забыли пароль?».',
  ],
  button: { label: 'Войти', path: '/login' },
  notes: [NOT_ME],
  footing: OWNER,
});

/** To somebody who was invited, when they register instead: the invitation is the one way to a password. */
export const invitedLetter = (): LetterContent => ({
  subject: 'Вас уже пригласили в EvoSync',
  heading: 'Вас уже пригласили в EvoSync',
  paragraphs: [
    'Кто-то, возможно вы, только что указал вашу почту на странице регистрации. Учётная запись для вас уже заведена: откройте ссылку из письма с приглашением и придумайте пароль.',
    'Ссылка устарела или письма нет? Попросите того, кто вас пригласил, прислать приглашение ещё раз.',
  ],
  notes: [NOT_ME],
  footing: 'Вы получили это письмо, потому что вас пригласили в EvoSync.',
});

export const resetLetter = (to: { firstName: string; token: string; hours: number }): LetterContent => ({
  subject: 'Новый пароль',
  heading: 'Придумайте новый пароль',
  paragraphs: [addressing(to.firstName), 'Вы попросили сменить пароль. Откройте ссылку и введите новый.'],
  button: { label: 'Задать новый пароль', path: query('/reset-password', to.token) },
  notes: [
    `Ссылка работает ${hoursText(to.hours)} и только один раз. После смены пароля нужно будет войти заново на всех устройствах.`,
    NOT_ME,
  ],
  footing: OWNER,
});

export const passwordChangedLetter = (to: { firstName: string }): LetterContent => ({
  subject: 'Пароль изменён',
  heading: 'Пароль изменён',
  paragraphs: [
    addressing(to.firstName),
    'Пароль вашей учётной записи изменён. На остальных устройствах нужно войти заново.',
  ],
  button: { label: 'Открыть личный кабинет', path: '/profile' },
  notes: [CHANGE_IT],
  footing: OWNER,
});

/** To the new address. */
export const newEmailLetter = (to: { firstName: string; token: string; hours: number }): LetterContent => ({
  subject: 'Подтвердите новую почту',
  heading: 'Подтвердите новую почту',
  paragraphs: [
    addressing(to.firstName),
    'Вы указали этот адрес в личном кабинете EvoSync. Откройте ссылку, и с этого момента он будет вашей почтой для входа.',
  ],
  button: { label: 'Подтвердить почту', path: query('/confirm-email', to.token) },
  notes: [`Ссылка работает ${hoursText(to.hours)}. До этого вход и письма остаются на прежней почте.`, NOT_ME],
  footing: 'Вы получили это письмо, потому что этот адрес указали в EvoSync.',
});

/** To the new address, when it belongs to another account. */
export const emailTakenLetter = (): LetterContent => ({
  subject: 'Эта почта уже занята',
  heading: 'Эта почта уже занята',
  paragraphs: [
    'Кто-то, возможно вы, хотел сделать этот адрес почтой другой учётной записи EvoSync. Так нельзя: с ним уже есть своя.',
    'Ничего не изменилось. Если вторая учётная запись тоже ваша, войдите в неё и смените почту там.',
  ],
  button: { label: 'Войти', path: '/login' },
  footing: OWNER,
});

/** To the old address, before and after. */
export const emailChangingLetter = (to: { firstName: string; email: string }): LetterContent => ({
  subject: 'Запрошена смена почты',
  heading: 'Запрошена смена почты',
  paragraphs: [
    addressing(to.firstName),
    `В личном кабинете указали новую почту: ${to.email}. Мы отправили туда письмо. Пока на него не ответили, всё остаётся по-прежнему.`,
  ],
  button: { label: 'Открыть личный кабинет', path: '/profile' },
  notes: [CHANGE_IT],
  footing: OWNER,
});

export const emailChangedLetter = (to: { firstName: string; email: string }): LetterContent => ({
  subject: 'Почта изменена',
  heading: 'Почта изменена',
  paragraphs: [
    addressing(to.firstName),
    `Теперь для входа и писем служит ${to.email}. На этот адрес письма больше не придут.`,
  ],
  notes: ['Если это были не вы, сообщите администратору сайта: он поможет вернуть учётную запись.'],
  footing: OWNER,
});

export const inviteLetter = (to: { firstName: string; token: string; hours: number }): LetterContent => ({
  subject: 'Приглашение в EvoSync',
  heading: 'Вас пригласили в EvoSync',
  paragraphs: [
    addressing(to.firstName),
    'EvoSync переносит товары с кассы Эвотор в магазин ВКонтакте. Для вас уже заведена учётная запись, осталось придумать пароль.',
  ],
  button: { label: 'Принять приглашение', path: query('/invite', to.token) },
  notes: [
    `Ссылка работает ${hoursText(to.hours)}. Если не успеете, попросите прислать новую.`,
    'Если вы не ждали приглашения, ничего не делайте.',
  ],
  footing: 'Вы получили это письмо, потому что вас пригласили в EvoSync.',
});

export const deletionLetter = (to: { firstName: string; deletesAt: Date }): LetterContent => ({
  subject: 'Учётная запись будет удалена',
  heading: 'Учётная запись будет удалена',
  paragraphs: [
    addressing(to.firstName),
    `Вы попросили удалить учётную запись. Обмен остановлен, ключи доступа к кассе и к VK стёрты. Всё остальное будет стёрто ${dayText(to.deletesAt)}.`,
    'Товары в VK остались как есть.',
  ],
  button: { label: 'Вернуть учётную запись', path: '/login' },
  notes: [
    'Чтобы вернуть её, войдите до этого дня и нажмите «Вернуть учётную запись». Кассу и VK нужно будет подключить заново.',
    CHANGE_IT,
  ],
  footing: OWNER,
});

export const restoredLetter = (to: { firstName: string }): LetterContent => ({
  subject: 'Учётная запись возвращена',
  heading: 'Учётная запись возвращена',
  paragraphs: [
    addressing(to.firstName),
    'Удаление отменено. Подключите кассу и VK заново: правила, настройки и связи с товарами VK сохранились.',
  ],
  button: { label: 'Открыть подключения', path: '/connections' },
  notes: [CHANGE_IT],
  footing: OWNER,
});
