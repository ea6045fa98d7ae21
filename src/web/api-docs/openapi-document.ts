import { OpenApiGeneratorV31, OpenAPIRegistry } from '@asteasolutions/zod-to-openapi';
import { SITE_PATHS } from './site-paths.js';
import { KEY_SCHEMES, WEBHOOK_PATHS } from './webhook-paths.js';

export interface DocumentOptions {
  /** Start of every address. */
  readonly baseUrl: string;
  /** Over https the session's cookie has another name. */
  readonly isSecure: boolean;
  readonly version: string;
}

const DESCRIPTION = `EvoSync повторяет каталог кассы Эвотор в магазине сообщества VK.

Программам отвечают только адреса из этого описания: сообщения Эвотор, проверки здоровья и немногое из кабинета.
Все остальные адреса сайта показывают страницы. Об ошибке страницы тому, кто просит \`Accept: application/json\`,
говорим одинаково: \`{"error":{"code","message","fix","id"}}\`; коды описаны в \`docs/errors.md\`.`;

/** The description of all that programs may call, made from the schemas that parse their messages. */
export function openApiDocument({ baseUrl, isSecure, version }: DocumentOptions): object {
  const registry = new OpenAPIRegistry();
  for (const [name, scheme] of Object.entries(KEY_SCHEMES)) registry.registerComponent('securitySchemes', name, scheme);
  registry.registerComponent('securitySchemes', 'session', {
    type: 'apiKey',
    in: 'cookie',
    name: isSecure ? '__Host-evosync' : 'evosync',
    description: 'Сессия кабинета',
  });
  for (const path of [...WEBHOOK_PATHS, ...SITE_PATHS]) registry.registerPath(path);
  const document = new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: { title: 'EvoSync', version, description: DESCRIPTION },
    servers: [{ url: baseUrl }],
    tags: [
      { name: 'Сообщения Эвотор', description: 'Эвотор рассказывает о кассах, приложении и товарах.' },
      { name: 'Эксплуатация', description: 'Для балансировщика, мониторинга и людей, которые за ними следят.' },
      { name: 'Кабинет', description: 'Для страниц самого сайта.' },
    ],
  });
  return withPlainPatterns(document) as object;
}

/** The generator leaves the flags of a regular expression behind it, `…/u`; patterns of JSON Schema are Unicode anyway. */
function withPlainPatterns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withPlainPatterns);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      name === 'pattern' && typeof inner === 'string' ? inner.replace(/\/u$/u, '') : withPlainPatterns(inner),
    ]),
  );
}
