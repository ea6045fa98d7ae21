import type { RouteConfig } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { serviceParam } from '../connections/connect.schema.js';
import { alive, check, document, ownData, ready } from './answers.schema.js';
import { json, problemAnswer } from './answers.js';

const SESSION = [{ session: [] }];
const OPERATIONS = ['Эксплуатация'];
const MERCHANT = ['Кабинет'];

const LIGHTS = [
  { id: 'token', label: 'Токен принят', state: 'ok', word: 'да', detail: '', problem: null },
  {
    id: 'stores',
    label: 'Магазины видны',
    state: 'bad',
    word: 'нет',
    detail: '',
    problem: { code: 'EVOTOR.RIGHT_MISSING', message: 'Не хватает права', fix: 'Переустановите приложение.' },
  },
];

/** What the site itself answers programs. */
export const SITE_PATHS: readonly RouteConfig[] = [
  {
    method: 'get',
    path: '/health',
    tags: OPERATIONS,
    summary: 'Процесс жив',
    security: [],
    responses: { 200: json('Жив', alive, { status: 'ok' }) },
  },
  {
    method: 'get',
    path: '/health/ready',
    tags: OPERATIONS,
    summary: 'База данных и Temporal отвечают',
    security: [],
    responses: {
      200: json('Отвечают', ready, { status: 'ok', database: true, temporal: true }),
      503: json('Что-то не отвечает', ready, { status: 'unavailable', database: true, temporal: false }),
    },
  },
  {
    method: 'get',
    path: '/metrics',
    tags: OPERATIONS,
    summary: 'Метрики для Prometheus',
    description: 'Ключ: `METRICS_TOKEN`. Если он не задан, отвечаем только этой же машине.',
    security: [{ bearer: [] }, {}],
    responses: {
      200: { description: 'Текст в формате Prometheus', content: { 'text/plain': { schema: { type: 'string' } } } },
      401: { description: 'Ключ не подошёл', content: { 'text/plain': { schema: { type: 'string' } } } },
      403: {
        description: 'Ключ не задан, а спросили не с этой машины',
        content: { 'text/plain': { schema: { type: 'string' } } },
      },
    },
  },
  {
    method: 'get',
    path: '/openapi.json',
    tags: OPERATIONS,
    summary: 'Это описание',
    security: [],
    responses: { 200: json('OpenAPI 3.1', document, { openapi: '3.1.0', paths: {} }) },
  },
  {
    method: 'post',
    path: '/connections/{service}/test',
    tags: MERCHANT,
    summary: 'Проверить подключение',
    description:
      'Для страниц кабинета: нужны сессия мерчанта и её токен формы. JSON получает тот, кто просит `Accept: application/json`; остальных возвращаем на страницу подключений.',
    security: SESSION,
    request: {
      params: z.object({ service: serviceParam }),
      body: {
        required: true,
        content: {
          'application/x-www-form-urlencoded': {
            schema: z.object({ _csrf: z.string() }),
            example: { _csrf: 'токен формы' },
          },
        },
      },
    },
    responses: {
      200: json('Проверили', check, { ok: false, lights: LIGHTS }),
      303: { description: 'Назад на страницу, она скажет остальное' },
      400: problemAnswer('REQUEST.BROKEN'),
      401: problemAnswer('LOGIN.REQUIRED'),
      403: problemAnswer('CSRF.EXPIRED'),
      404: problemAnswer('PAGE.NOT_FOUND'),
      409: problemAnswer('CONNECTION.MISSING'),
      502: problemAnswer('EVOTOR.CALL_REFUSED'),
      503: problemAnswer('TEMPORAL.DOWN'),
    },
  },
  {
    method: 'get',
    path: '/profile/export',
    tags: MERCHANT,
    summary: 'Все свои данные одним файлом',
    security: SESSION,
    responses: {
      200: json('Файл JSON', ownData, { account: { email: 'owner@example.com' } }),
      303: { description: 'Сначала войдите' },
      401: problemAnswer('LOGIN.REQUIRED'),
    },
  },
];
