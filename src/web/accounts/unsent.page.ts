import type { Page } from '../render/page-presenter.js';
import { links } from '../links.js';
import { problemCard } from '../texts/problem.js';
import type { KeptForm } from './kept-form.js';

/** What forms are called, by the beginning of their path; the longest that fits wins. */
const FORM_WORDS: Readonly<Record<string, string>> = {
  '/sync/settings': 'Настройки обмена',
  '/sync/names': 'Как называть товары',
  '/sync': 'Обмен',
  '/catalog': 'Каталог',
  '/catalog/filter': 'Что показывать в VK',
  '/catalog/products': 'Карточка товара',
  '/connections': 'Подключение',
  '/profile': 'Личный кабинет',
  '/profile/edit': 'Личные данные',
  '/register': 'Регистрация',
  '/login': 'Вход',
};

/** What fields are called that people type into; others are printed without a name. */
const FIELD_WORDS: Readonly<Record<string, string>> = {
  firstName: 'Имя',
  lastName: 'Фамилия',
  phone: 'Телефон',
  email: 'Почта',
  name: 'Название',
  description: 'Описание',
  price: 'Цена',
  price_multiplier: 'Множитель цены',
  price_addend: 'Прибавить к цене',
  template: 'Шаблон описания',
  community: 'Сообщество',
};

/** Longer values are cut in the list; they are sent in full. */
const SHOWN_CHARS = 300;

export interface UnsentModel {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  /** Our code, in small print; `null` = nothing went wrong. */
  readonly code: string | null;
  readonly what: string;
  readonly entries: readonly { readonly label: string; readonly value: string }[];
  readonly action: string;
  readonly hidden: readonly (readonly [name: string, value: string])[];
  /** Whether the form is kept and can be dropped. */
  readonly drop: string | null;
}

type Form = Pick<KeptForm, 'path' | 'fields'>;

const page = (
  form: Form,
  told: Pick<UnsentModel, 'heading' | 'paragraphs' | 'code' | 'drop'>,
): Page & { model: UnsentModel } => ({
  view: 'accounts/unsent',
  title: told.heading,
  model: {
    ...told,
    what: wordsOf(form.path),
    entries: form.fields
      .filter(([, value]) => value.trim() !== '')
      .map(([name, value]) => ({ label: FIELD_WORDS[name] ?? '', value: cut(value) })),
    action: form.path,
    hidden: form.fields,
  },
});

/** After the log-in: the form that came too late, to send now or to forget. */
export const unsentPage = (form: KeptForm): Page & { model: UnsentModel } =>
  page(form, {
    heading: 'Вы не успели отправить форму',
    paragraphs: [
      'Сеанс закончился раньше. Всё, что вы ввели, сохранилось, кроме паролей и ключей: их нужно ввести заново.',
    ],
    code: null,
    drop: links.dropUnsent,
  });

/** In place of a dead end: the form of a page that had been open too long, with a fresh token. */
export const stalePage = (form: Form): Page & { model: UnsentModel } => {
  const card = problemCard('CSRF.EXPIRED');
  return {
    ...page(form, {
      heading: card.what,
      paragraphs: [card.why, 'То, что вы ввели, не потерялось, кроме паролей и ключей. Отправить сейчас?'],
      code: card.code,
      drop: null,
    }),
    status: 403,
  };
};

function wordsOf(path: string): string {
  const fits = Object.keys(FORM_WORDS).filter(start => path.startsWith(start));
  const longest = fits.sort((one, other) => other.length - one.length)[0];
  return longest === undefined ? 'Форма' : (FORM_WORDS[longest] ?? 'Форма');
}

const cut = (value: string): string => (value.length > SHOWN_CHARS ? `${value.slice(0, SHOWN_CHARS)}…` : value);
