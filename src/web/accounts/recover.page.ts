import type { Invitation } from '../../services/accounts/account-contracts.js';
import { links } from '../links.js';
import type { Page } from '../render/page-presenter.js';
import { emailInput, newPasswordInput, personInputs, type Typed } from './account-fields.js';
import { accountForm, type FormFault } from './account-form.page.js';

/** `sentTo`: where the last letter was asked for. The page is the same whether or not the address has an account. */
export const forgotPage = (sentTo: string, typed: Typed, fault?: FormFault): Page =>
  accountForm({
    heading: sentTo === '' ? 'Забыли пароль?' : 'Проверьте почту',
    lead:
      sentTo === ''
        ? ['Пришлём ссылку, по которой можно задать новый.']
        : [
            `Если у ${sentTo} есть учётная запись, письмо со ссылкой уже отправлено. Ссылка работает один час.`,
            'Письма нет через пять минут? Загляните в «Спам», проверьте адрес и нажмите «Отправить ещё раз».',
          ],
    action: links.forgotPassword,
    fields: [emailInput({ email: sentTo, ...typed })],
    submit: sentTo === '' ? 'Отправить письмо' : 'Отправить ещё раз',
    links: [
      { before: 'Вспомнили?', href: links.login(), label: 'Войти' },
      { before: 'Нет учётной записи?', href: links.register, label: 'Зарегистрироваться' },
    ],
    ...(fault === undefined ? {} : { fault }),
  });

export const resetPage = (token: string, fault?: FormFault): Page =>
  accountForm({
    heading: 'Новый пароль',
    lead: ['После этого нужно будет войти заново на всех устройствах. Обмен не остановится.'],
    action: '/reset-password',
    hidden: { token },
    fields: [newPasswordInput('Новый пароль')],
    submit: 'Сохранить пароль',
    ...(fault === undefined ? {} : { fault }),
  });

export const invitePage = (token: string, invitation: Invitation, typed: Typed, fault?: FormFault): Page => {
  const { email, firstName, lastName, phone } = invitation;
  return accountForm({
    heading: 'Приглашение в EvoSync',
    lead: [`Учётная запись для ${email} уже заведена. Проверьте данные и придумайте пароль.`],
    action: '/invite',
    hidden: { token },
    fields: [...personInputs({ firstName, lastName, phone, ...typed }), newPasswordInput()],
    submit: 'Принять приглашение',
    ...(fault === undefined ? {} : { fault }),
  });
};
