import type {
  ApiLogLine,
  ApiLogOutcome,
  ApiLogService,
  BodyKept,
  CurlLack,
  StatusClass,
} from '../../../services/admin/api-log-contracts.js';
import { chip, type Chip } from '../../render/chip.js';

export const SERVICE_WORDS: Readonly<Record<ApiLogService, string>> = {
  evotor: 'Эвотор',
  vk: 'VK',
  vk_upload: 'VK, загрузка фото',
  vk_id: 'VK ID',
  evotor_webhook: 'Эвотор → нам',
};

export const OUTCOME_WORDS: Readonly<Record<ApiLogOutcome, string>> = {
  ok: 'Удачно',
  api_error: 'Отказ',
  unknown: 'Неизвестно',
};

export const STATUS_WORDS: Readonly<Record<StatusClass, string>> = {
  '2': '2xx',
  '3': '3xx',
  '4': '4xx',
  '5': '5xx',
  none: 'Ответа нет',
};

const CHIPS: Readonly<Record<ApiLogOutcome, Chip>> = {
  ok: chip('fine', 'check-circle-fill', OUTCOME_WORDS.ok),
  api_error: chip('broken', 'x-circle-fill', OUTCOME_WORDS.api_error),
  unknown: chip('need', 'question-circle', OUTCOME_WORDS.unknown),
};

export const outcomeChip = ({ outcome }: Pick<ApiLogLine, 'outcome'>): Chip => CHIPS[outcome];

/** Why the page shows no body, or not all of it. */
export const BODY_WORDS: Readonly<Record<BodyKept, string>> = {
  kept: 'Только поля из списка разрешённых; ключи и токены не пишутся.',
  shortened: 'Сохранено начало, 2048 знаков. Только поля из списка разрешённых; ключи и токены не пишутся.',
  none: 'У этого запроса нет тела.',
  read_that_worked: 'Не хранится: чтение удалось, прочитанное лежит в каталоге.',
  file: 'Не хранится: это фотография.',
  secret: 'Не хранится: в нём ключи доступа.',
  no_answer: 'Хранить нечего: ответ не пришёл, или в нём не было понятного JSON.',
  plain_yes: 'Не хранится: ответ говорит только «принято».',
  not_read: 'Не хранится: сообщение не читали. Его отклонили раньше, или для обмена важно лишь то, что оно пришло.',
};

/** What the command lacks against the call that was made. */
export const CURL_WORDS: Readonly<Record<CurlLack, string>> = {
  page: 'Место в списке не хранится: команда попросит первую страницу.',
  parameters: 'Параметры удачного чтения не хранятся: добавьте их сами.',
  end_of_body: 'Параметры сохранены не целиком: команда неполная.',
  address: 'Адрес загрузки одноразовый и не хранится: возьмите новый и подставьте в UPLOAD_URL.',
  secrets: 'Код и ключи не хранятся: команда показывает только адрес и вид запроса.',
  body: 'Сообщение сохранено не целиком: добавьте недостающие поля.',
};
