import { addressing, hoursText } from '../accounts/account-letters.js';
import type { LetterContent } from '../../mail/letter-content.js';

/** What people are told when an operator has changed something about their account. */

const OWNER = 'Вы получили это письмо, потому что у вас есть учётная запись в EvoSync.';
const ASK = 'Если это для вас неожиданность, ответьте на это письмо или сообщите администратору сайта.';

interface To {
  readonly firstName: string;
}

export const suspendedLetter = (to: To): LetterContent => ({
  subject: 'Учётная запись приостановлена',
  heading: 'Учётная запись приостановлена',
  paragraphs: [
    addressing(to.firstName),
    'Оператор EvoSync приостановил вашу учётную запись. Войти в неё пока нельзя, обмен остановлен. Товары в VK остались как есть, ничего не удалено.',
  ],
  notes: [ASK],
  footing: OWNER,
});

export const activatedLetter = (to: To): LetterContent => ({
  subject: 'Учётная запись включена',
  heading: 'Учётная запись включена',
  paragraphs: [addressing(to.firstName), 'Оператор EvoSync включил вашу учётную запись: можно входить.'],
  button: { label: 'Войти', path: '/login' },
  footing: OWNER,
});

export const operatorResetLetter = (to: To & { token: string; hours: number }): LetterContent => ({
  subject: 'Задайте новый пароль',
  heading: 'Задайте новый пароль',
  paragraphs: [
    addressing(to.firstName),
    'Оператор EvoSync попросил вас задать новый пароль и закрыл доступ на всех устройствах. Откройте ссылку и введите новый.',
  ],
  button: { label: 'Задать новый пароль', path: `/reset-password?token=${to.token}` },
  notes: [
    `Ссылка работает ${hoursText(to.hours)} и только один раз. Не успеете — нажмите «Забыли пароль?» на странице входа.`,
    ASK,
  ],
  footing: OWNER,
});

/** To the new address. */
export const movedHereLetter = (to: To & { token: string; hours: number }): LetterContent => ({
  subject: 'Это теперь ваша почта в EvoSync',
  heading: 'Это теперь ваша почта в EvoSync',
  paragraphs: [
    addressing(to.firstName),
    'Оператор EvoSync указал этот адрес в вашей учётной записи: теперь он служит для входа и писем. Пароль прежний. Откройте ссылку, чтобы подтвердить, что адрес ваш.',
  ],
  button: { label: 'Подтвердить почту', path: `/confirm-email?token=${to.token}` },
  notes: [`Ссылка работает ${hoursText(to.hours)}.`, 'Если вы не знаете, о чём речь, сообщите администратору сайта.'],
  footing: 'Вы получили это письмо, потому что этот адрес указали в EvoSync.',
});

/** To the old address. */
export const movedAwayLetter = (to: To & { email: string }): LetterContent => ({
  subject: 'Почта изменена',
  heading: 'Почта изменена',
  paragraphs: [
    addressing(to.firstName),
    `Оператор EvoSync изменил почту вашей учётной записи. Теперь для входа и писем служит ${to.email}. На этот адрес письма больше не придут.`,
  ],
  notes: [ASK],
  footing: OWNER,
});

export const deletedLetter = (to: To): LetterContent => ({
  subject: 'Учётная запись удалена',
  heading: 'Учётная запись удалена',
  paragraphs: [
    addressing(to.firstName),
    'Оператор EvoSync удалил вашу учётную запись и всё, что мы о вас хранили: ключи доступа, правила, настройки, историю. Товары в VK остались как есть.',
  ],
  notes: [
    'Если это для вас неожиданность, сообщите администратору сайта. Вернуть удалённое нельзя, но можно зарегистрироваться снова.',
  ],
  footing: 'Вы получили это письмо, потому что у вас была учётная запись в EvoSync.',
});
