import type { ConfirmationView } from '../../services/accounts/account-contracts.js';
import { links } from '../links.js';
import type { Page } from '../render/page-presenter.js';
import { emailInput, newPasswordInput, passwordInput, personInputs, type Typed } from './account-fields.js';
import { accountForm, toldPage, type FormFault } from './account-form.page.js';

const TO_LOGIN = { before: 'Уже есть учётная запись?', href: links.login(), label: 'Войти' };

export const registerPage = (typed: Typed, fault?: FormFault): Page =>
  accountForm({
    heading: 'Регистрация',
    lead: ['Товары с кассы Эвотор сами появятся в витрине VK. Пока вы не подтвердите запуск, в VK ничего не меняется.'],
    action: links.register,
    fields: [...personInputs(typed), emailInput(typed), newPasswordInput()],
    submit: 'Зарегистрироваться',
    notes: ['Пришлём письмо со ссылкой, чтобы убедиться, что почта ваша.'],
    links: [TO_LOGIN],
    ...(fault === undefined ? {} : { fault }),
  });

/** After registering, and whenever the letter did not come. `sentTo`: where the last one was asked for. */
export const resendPage = (sentTo: string, typed: Typed, fault?: FormFault): Page =>
  accountForm({
    heading: sentTo === '' ? 'Письмо для подтверждения' : 'Проверьте почту',
    lead:
      sentTo === ''
        ? ['Пришлём письмо со ссылкой ещё раз.']
        : [
            `Мы отправили письмо на ${sentTo}. Откройте в нём ссылку, и регистрация закончена.`,
            'Письма нет через пять минут? Загляните в «Спам», проверьте адрес и нажмите «Отправить ещё раз».',
          ],
    action: links.resendConfirm,
    fields: [emailInput({ email: sentTo, ...typed })],
    submit: sentTo === '' ? 'Отправить письмо' : 'Отправить ещё раз',
    links: [
      { before: 'Ошиблись в адресе?', href: links.register, label: 'Зарегистрироваться заново' },
      { before: 'Уже подтвердили?', href: links.login(), label: 'Войти' },
    ],
    ...(fault === undefined ? {} : { fault }),
  });

/** Behind the link of a letter. Looking uses nothing up: mail programs open links on their own. */
export function confirmPage(view: ConfirmationView, token: string, isIn: boolean, fault?: FormFault): Page {
  if (view.state === 'done')
    return toldPage({
      heading: 'Почта уже подтверждена',
      paragraphs: ['Больше ничего делать не нужно.'],
      actions: [isIn ? { href: '/', label: 'На главную' } : { href: links.login(), label: 'Войти' }],
    });
  if (view.state === 'over') return overPage({ href: links.resendConfirm, label: 'Прислать новое письмо' });
  const isNew = view.kind === 'registration';
  return accountForm({
    heading: isNew ? 'Подтвердите почту' : 'Новая почта',
    lead: isNew
      ? [`Почта ${view.email}. Введите пароль, который придумали при регистрации: так мы убедимся, что это вы.`]
      : [`С этого момента для входа и писем будет служить ${view.email}.`],
    action: '/confirm-email',
    hidden: { token },
    fields: isNew ? [passwordInput()] : [],
    submit: isNew ? 'Подтвердить и войти' : 'Подтвердить почту',
    links: isNew ? [{ before: 'Не помните пароль?', href: links.forgotPassword, label: 'Задать новый' }] : [],
    ...(fault === undefined ? {} : { fault }),
  });
}

/** A link that is too old or was never ours. */
export const overPage = (action: { href: string; label: string }): Page =>
  toldPage({
    heading: 'Ссылка больше не работает',
    paragraphs: [
      'Она устарела, уже использована, или после неё пришло более новое письмо. Ничего не изменилось.',
      'Откройте ссылку из последнего письма или запросите новое.',
    ],
    actions: [action],
  });
