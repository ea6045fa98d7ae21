import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';

interface WebhookOperation {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly request: { readonly $ref: string };
  /** `true` = any body. */
  readonly responses: Readonly<Record<string, { readonly $ref: string } | true>>;
}

interface Contract {
  readonly $id: string;
  readonly $defs: Readonly<Record<string, { readonly examples?: readonly unknown[] }>>;
  readonly 'x-operations': { readonly webhooks: { readonly operations: readonly WebhookOperation[] } };
}

const file = new URL('../contracts/evotor-contract.json', import.meta.url);
const contract = JSON.parse(readFileSync(file, 'utf8')) as Contract;
const ajv = new Ajv2020({ strict: false, validateFormats: false, schemas: [contract] });

/** Webhooks of the contract, as Evotor sends them to us. */
export const WEBHOOKS: readonly WebhookOperation[] = contract['x-operations'].webhooks.operations;

function validator(reference: string): ValidateFunction {
  const definition = reference.replace('#/$defs/', '');
  return ajv.compile({ $ref: `${contract.$id}#/$defs/${definition}` });
}

/** Bodies the contract gives as examples of a webhook. */
export function examplesOf(path: string): readonly unknown[] {
  const operation = WEBHOOKS.find(one => one.path === path);
  const name = operation?.request.$ref.replace('#/$defs/', '') ?? '';
  return contract.$defs[name]?.examples ?? [];
}

/** What the contract finds wrong with an answer of ours; `null` = nothing. Numbers have to fit the status as well. */
export function answerFault(path: string, status: number, body: unknown): string | null {
  const schema = WEBHOOKS.find(one => one.path === path)?.responses[status];
  if (schema === undefined) return `${path} has no answer ${status} in the contract`;
  if (schema === true) return null;
  const validate = validator(schema.$ref);
  if (!validate(body)) return ajv.errorsText(validate.errors);
  return schema.$ref.endsWith('partnerError') ? codeFault(status, body) : null;
}

/** An error of ours, wherever the contract says nothing of its status. */
export function errorFault(status: number, body: unknown): string | null {
  const validate = validator('#/$defs/partnerError');
  return validate(body) ? codeFault(status, body) : ajv.errorsText(validate.errors);
}

function codeFault(status: number, body: unknown): string | null {
  const { 'x-http-to-codes': table = {} } = contract.$defs['partnerError'] as {
    'x-http-to-codes'?: Record<string, number[]>;
  };
  const [first] = (body as { errors: readonly { code: number }[] }).errors;
  const allowed = table[String(status)];
  return first !== undefined && allowed?.includes(first.code) === true
    ? null
    : `${status} never carries ${first?.code}`;
}
