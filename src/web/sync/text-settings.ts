import { templateFault } from '../../domain/listing/description-fields.js';
import type { MerchantSettings } from '../../domain/settings.js';
import type { FieldErrors } from '../forms/field.js';
import type { TextArea } from '../forms/text-area.js';

interface TextSetting extends Pick<TextArea, 'name' | 'label' | 'hint' | 'rows'> {
  readonly read: (settings: MerchantSettings) => string;
  /** What is wrong with a text; `null` = nothing. */
  readonly fault: (text: string) => string | null;
}

const TEMPLATE_MOST = 2000;
const WORDS_MOST = 200;
const WORD_MOST = 60;
/** Letters, signs and line breaks; nothing that a person cannot see and a shop would not show. */
// eslint-disable-next-line no-control-regex -- these are the signs that must not be there
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/u;
const UNSEEN_FAULT = 'Уберите невидимые знаки: скорее всего, они попали сюда при вставке';

/** The description, and what stays out by a word in its name. */
export const TEXT_SETTINGS = {
  description_template: {
    name: 'description_template',
    label: 'Шаблон описания',
    hint: 'Пусто — текст с кассы и строка «цена за…». Можно вставить {name} название, {description} текст с кассы, {price_unit} за сколько цена, {article} артикул, {group} группу. Например: {description} Артикул {article}. Самовывоз с 10 до 20.',
    rows: 4,
    read: settings => settings.descriptionTemplate ?? '',
    fault: templateProblem,
  },
  service_words: {
    name: 'service_words',
    label: 'Не товары',
    hint: 'Слова через запятую: строка кассы с таким словом в названии не попадёт в VK. Например: пакет, доставка, тест.',
    rows: 3,
    read: settings => settings.serviceWords.join(', '),
    fault: wordsProblem,
  },
  restricted_words: {
    name: 'restricted_words',
    label: 'Нельзя продавать онлайн',
    hint: 'Ваши слова в добавление к нашим (алкоголь, табак, лекарства). Например: кальян, бад.',
    rows: 2,
    read: settings => settings.restrictedWords.join(', '),
    fault: wordsProblem,
  },
} as const satisfies Record<string, TextSetting>;

function templateProblem(text: string): string | null {
  if (UNSEEN.test(text)) return UNSEEN_FAULT;
  if (text.length > TEMPLATE_MOST) return `Шаблон слишком длинный: ${text.length} знаков, а можно 2 000`;
  const part = templateFault(text);
  return part === null ? null : `«${part.slice(0, 40)}» здесь не понять: можно только слова в скобках из подсказки`;
}

function wordsProblem(text: string): string | null {
  if (UNSEEN.test(text)) return UNSEEN_FAULT;
  const list = text.split(/[,\n]/u).map(word => word.trim());
  if (list.filter(word => word !== '').length > WORDS_MOST) return `Слишком много слов: можно не больше ${WORDS_MOST}`;
  const long = list.find(word => word.length > WORD_MOST);
  return long === undefined ? null : `«${long.slice(0, 40)}…» слишком длинно: в слове не больше ${WORD_MOST} знаков`;
}

/** The field as the form prints it. */
export function longField(
  name: keyof typeof TEXT_SETTINGS,
  values: Readonly<Record<string, string>>,
  errors: FieldErrors,
): TextArea {
  const { label, hint, rows } = TEXT_SETTINGS[name];
  return { name, label, hint, rows, value: values[name] ?? '', error: errors[name] ?? null };
}

export const longTexts = (settings: MerchantSettings): Record<string, string> =>
  Object.fromEntries(Object.values(TEXT_SETTINGS).map(({ name, read }) => [name, read(settings)]));
