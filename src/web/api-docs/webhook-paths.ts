import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import type { RefusalCode } from '../webhooks/refusals.js';
import { givenToken, installation, logIn, registration, subscription } from '../webhooks/webhook.schema.js';
import { loggedIn, nothing, registered } from './answers.schema.js';
import { json, problemAnswer, refusalAnswers } from './answers.js';

/** Evotor knows three ways to show a key; each is in use. */
export const KEY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: '`Authorization: Bearer <ключ>`' },
  raw: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Ключ как есть: `Authorization: <ключ>`' },
  basic: { type: 'http', scheme: 'basic', description: 'Ключ вместо имени или пароля' },
} as const;

const SECURITY = Object.keys(KEY_SCHEMES).map(name => ({ [name]: [] }));

const TILL = '01-000000000000001';
const TOKEN = 'Zx3vQ0yK7mJr2pTn5sWb8dHf1gLc4aEe6iUoPqRtYvX';
const SECRET = 'Ключ: `EVOTOR_WEBHOOK_SECRET`.';
const SECRET_OR_TOKEN = 'Ключ: `EVOTOR_WEBHOOK_SECRET` или токен кассы, который мы выдали.';

/** What any message may meet, besides what belongs to it alone. */
const COMMON: readonly RefusalCode[] = ['WEBHOOK.BROKEN', 'WEBHOOK.TOO_MANY', 'REQUEST.TOO_LARGE'];
const FIELDS: readonly RefusalCode[] = ['WEBHOOK.FIELD_MISSING', 'WEBHOOK.FIELD_WRONG'];

interface Message {
  readonly path: string;
  /** The same address under these prefixes. */
  readonly versions: readonly string[];
  readonly summary: string;
  readonly description: string;
  /** The very schema the message is parsed with. */
  readonly schema: z.ZodType;
  readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  readonly answer: readonly [z.ZodType, unknown];
  readonly refusals: readonly RefusalCode[];
}

const MESSAGES: readonly Message[] = [
  {
    path: '/user/create',
    versions: ['/api/v1'],
    summary: 'Приложение установили: новая учётная запись Эвотор',
    description: `${SECRET} В ответ касса получает токен. К мерчанту её привязывает он сам: почта в сообщении только подсказка.`,
    schema: registration,
    examples: {
      установка: { value: { userId: TILL, email: 'owner@example.com' } },
      'без почты': { value: { userId: TILL } },
    },
    answer: [registered, { userId: TILL, token: TOKEN }],
    refusals: ['WEBHOOK.SECRET_WRONG', 'WEBHOOK.TILL_TAKEN'],
  },
  {
    path: '/user/verify',
    versions: ['/api/v1'],
    summary: 'Мерчант вошёл в приложении своим паролем EvoSync',
    description: `${SECRET} Касса сразу становится его. Попытки считаются вместе с обычным входом.`,
    schema: logIn,
    examples: { вход: { value: { userId: TILL, username: 'owner@example.com', password: 'пароль мерчанта' } } },
    answer: [loggedIn, { userId: TILL, hasBilling: false, token: TOKEN }],
    refusals: [
      'WEBHOOK.SECRET_WRONG',
      'WEBHOOK.LOGIN_WRONG',
      'CLAIM.NOT_FOUND',
      'WEBHOOK.TILL_TAKEN',
      'CLAIM.TILL_THERE',
      'LOGIN.TOO_MANY',
    ],
  },
  {
    path: '/user/token',
    versions: ['/api/v1'],
    summary: 'Токен, с которым читается касса',
    description: `${SECRET} Хранится зашифрованным. Приходит и повторно, например после обновления приложения.`,
    schema: givenToken,
    examples: { токен: { value: { userId: TILL, token: 'f46b89a5-0000-0000-0000-000000000000' } } },
    answer: [nothing, {}],
    refusals: ['WEBHOOK.SECRET_WRONG', 'WEBHOOK.USER_UNKNOWN'],
  },
  {
    path: '/subscription/event',
    versions: ['/api/v1'],
    summary: 'Подписка на приложение изменилась',
    description: `${SECRET_OR_TOKEN} Порядок событий одной подписки говорит \`sequenceNumber\`.`,
    schema: subscription,
    examples: {
      продление: {
        value: {
          userId: TILL,
          subscriptionId: 'e9f1a3ee-0000-4000-8000-000000000001',
          sequenceNumber: 4,
          timestamp: '2026-10-28T21:14:12.174Z',
          type: 'SubscriptionRenewed',
        },
      },
    },
    answer: [nothing, {}],
    refusals: ['WEBHOOK.SECRET_WRONG', 'WEBHOOK.TOKEN_UNKNOWN'],
  },
  {
    path: '/installation/event',
    versions: ['/api/v1', '/api/v2'],
    summary: 'Приложение установили или удалили',
    description: `${SECRET_OR_TOKEN} Поздние повторы ничего не меняют: из событий одного вида считается последнее по времени.`,
    schema: installation,
    examples: {
      установлено: { value: { timestamp: 1_793_000_000_000, type: 'ApplicationInstalled', data: { userId: TILL } } },
      удалено: { value: { timestamp: 1_793_000_100_000, type: 'ApplicationUninstalled', data: { userId: TILL } } },
    },
    answer: [nothing, {}],
    refusals: ['WEBHOOK.SECRET_WRONG', 'WEBHOOK.TOKEN_UNKNOWN'],
  },
];

/** Messages of Evotor. Those of accounts are parsed by the schemas shown; of the push about goods nothing is read. */
export const WEBHOOK_PATHS: readonly RouteConfig[] = [
  ...MESSAGES.flatMap(({ path, versions, summary, description, schema, examples, answer, refusals }) =>
    ['', ...versions].map((version): RouteConfig => ({
      method: 'post',
      path: version + path,
      tags: ['Сообщения Эвотор'],
      summary,
      description: `${description}\n\nСтарое имя поля \`userId\`, \`userUuid\`, тоже понимаем; лишние поля пропускаем.`,
      security: SECURITY,
      request: { body: { required: true, content: { 'application/json': { schema, examples } } } },
      responses: {
        200: json('Принято', ...answer),
        ...refusalAnswers([...refusals, ...COMMON, ...FIELDS]),
        500: problemAnswer('BUG'),
      },
    })),
  ),
  ...['', '/api/v1'].map((version): RouteConfig => ({
    method: 'post',
    path: `${version}/inventories/stores/{storeUuid}/products`,
    tags: ['Сообщения Эвотор'],
    summary: 'Товары на кассе изменились',
    description:
      'Ключ: токен кассы, который мы выдали; он и говорит, чья она. Содержимое не читается: сообщение только приближает обмен, товары мы спросим сами.',
    security: SECURITY,
    request: {
      params: z.object({ storeUuid: z.string().min(1).max(200) }),
      body: { content: { 'application/json': { schema: {}, example: [{ uuid: 'a-1', name: 'Чай чёрный' }] } } },
    },
    responses: {
      200: json('Принято', nothing, {}),
      ...refusalAnswers(['WEBHOOK.TOKEN_UNKNOWN', 'WEBHOOK.TOO_MANY', 'REQUEST.TOO_LARGE']),
      500: problemAnswer('BUG'),
    },
  })),
];
