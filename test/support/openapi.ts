import Ajv2020 from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv';

interface Media {
  readonly schema: object;
  readonly example?: unknown;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
type Content = Readonly<Record<string, Media>>;

export interface Operation {
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content; readonly headers?: object }>>;
  readonly security: readonly object[];
}

export interface OpenApi {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly components: { readonly securitySchemes: Readonly<Record<string, object>> };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

const ajv = new Ajv2020.default({ strict: false, allErrors: true, unicodeRegExp: true });
const compiled = new Map<object, ValidateFunction>();

/** What is wrong with a value; empty = nothing. */
export function faultsOf(schema: object, value: unknown): string {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  return validate(value) ? '' : ajv.errorsText(validate.errors);
}

/** Every operation with its method and path. */
export const operationsOf = (document: OpenApi): { method: string; path: string; operation: Operation }[] =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  );

/** Every schema with the examples that stand beside it. */
export function examplesOf(operation: Operation): { schema: object; value: unknown; name: string }[] {
  const contents = [
    operation.requestBody?.content ?? {},
    ...Object.values(operation.responses).map(r => r.content ?? {}),
  ];
  return contents.flatMap(content =>
    Object.values(content).flatMap(({ schema, example, examples = {} }) => [
      ...(example === undefined ? [] : [{ schema, value: example, name: 'example' }]),
      ...Object.entries(examples).map(([name, { value }]) => ({ schema, value, name })),
    ]),
  );
}

interface RealAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

/** What is wrong with a real answer, by the document; empty = it is as described. */
export function faultsOfAnswer({ responses }: Operation, { status, type, body }: RealAnswer): string {
  const described = responses[String(status)];
  if (described === undefined) return `status ${status} is not described`;
  const name = type.split(';')[0] ?? '';
  if (described.content === undefined) return '';
  const media = described.content[name];
  if (media === undefined) return `${status} as ${name} is not described`;
  return name === 'application/json' ? faultsOf(media.schema, body) : '';
}
