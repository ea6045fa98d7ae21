import type { ResponseConfig } from '@asteasolutions/zod-to-openapi';
import type { z } from 'zod';
import { problemCard } from '../texts/problem.js';
import { REFUSALS, type Refusal, type RefusalCode } from '../webhooks/refusals.js';
import { evotorErrors, nothing, problem } from './answers.schema.js';

/** Answers of one operation by status. */
export type Answers = Record<string, ResponseConfig>;

export const json = (description: string, schema: z.ZodType, example: unknown): ResponseConfig => ({
  description,
  content: { 'application/json': { schema, example } },
});

/** Says after how many seconds to come again. */
const RETRY_AFTER = {
  'Retry-After': { description: 'Через сколько секунд повторить', schema: { type: 'integer', minimum: 1 } },
} as const;

/** What Evotor is told of its own messages, by status; several codes may share one. */
export function refusalAnswers(codes: readonly RefusalCode[]): Answers {
  const answers: Answers = {};
  for (const status of new Set(codes.map(code => REFUSALS[code].status))) {
    const refusals = codes
      .filter(code => REFUSALS[code].status === status)
      .map((code): readonly [RefusalCode, Refusal] => [code, REFUSALS[code]]);
    const isEmpty = refusals.every(([, { code }]) => code === null);
    answers[status] = {
      description: refusals.map(([code, { code: number }]) => sentenceOf(code, number)).join(' '),
      ...(status === 429 ? { headers: RETRY_AFTER } : {}),
      content: {
        'application/json': isEmpty
          ? { schema: nothing, example: {} }
          : { schema: evotorErrors, examples: Object.fromEntries(refusals.map(exampleOf)) },
      },
    };
  }
  return answers;
}

const sentenceOf = (code: RefusalCode, number: number | null): string =>
  `${number === null ? '' : `${number}: `}${MEANINGS[code]}.`;

const MEANINGS: Readonly<Record<RefusalCode, string>> = {
  'WEBHOOK.SECRET_WRONG': 'секрет не подошёл',
  'WEBHOOK.TOKEN_UNKNOWN': 'такого токена мы не выдавали, или он от другой кассы',
  'WEBHOOK.LOGIN_WRONG': 'почта, телефон или пароль не подошли',
  'WEBHOOK.BROKEN': 'это не JSON-объект',
  'WEBHOOK.FIELD_MISSING': 'нет обязательного поля',
  'WEBHOOK.FIELD_WRONG': 'поле заполнено неверно',
  'WEBHOOK.USER_UNKNOWN': 'об этой учётной записи Эвотор мы ещё не слышали; токен сохранён',
  'WEBHOOK.TILL_TAKEN': 'касса подключена к другой учётной записи',
  'CLAIM.NOT_FOUND': 'учётной записи больше нет',
  'CLAIM.TILL_THERE': 'у этой учётной записи уже есть другая касса',
  'WEBHOOK.TOO_MANY': 'слишком часто',
  'LOGIN.TOO_MANY': 'слишком много попыток войти',
  'REQUEST.TOO_LARGE': 'сообщение слишком длинное',
};

function exampleOf([code, { code: number, reason }]: readonly [RefusalCode, Refusal]): [string, { value: unknown }] {
  const subject = reason === undefined ? {} : { reason, subject: 'userId' };
  return [code, { value: { errors: [{ code: number, ...subject }] } }];
}

/** An error of the site: JSON for programs, a page for people. */
export function problemAnswer(code: string): ResponseConfig {
  const { what, fix } = problemCard(code);
  return {
    description: `${what} (\`${code}\`). Тому, кто не просит \`application/json\`, отвечаем страницей.`,
    content: {
      'application/json': {
        schema: problem,
        example: { error: { code, message: what, fix, id: '1a2b3c4d' } },
      },
      'text/html': { schema: { type: 'string' } },
    },
  };
}
