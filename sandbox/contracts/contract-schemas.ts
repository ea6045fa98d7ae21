import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

/** The part of JSON Schema that VK's parameter lists use. */
export interface ParamSchema {
  type?: string | string[];
  minimum?: number;
  maximum?: number;
  enum?: (string | number)[];
  minLength?: number;
  maxLength?: number;
  maxItems?: number;
  items?: ParamSchema;
}

export interface ParamsSchema {
  properties: Record<string, ParamSchema>;
  required: string[];
  open: boolean;
}

/** One row of VK's error policy. */
export interface VkErrorRow {
  code: number;
  description: string;
  /** Methods that name this error; empty: any. */
  methods: string[];
}

/** A message Evotor sends, with the answers it understands; `true` = any body. */
interface WebhookOperation {
  path: string;
  request: { $ref: string };
  responses: Record<string, { $ref: string } | true>;
}

interface ContractFile {
  $id: string;
  'x-operations'?: { webhooks?: { operations: WebhookOperation[] } };
  'x-errors'?: VkErrorRow[];
  $defs: Record<string, { properties?: Record<string, ParamSchema>; required?: string[]; additionalProperties?: boolean }>;
}

function read(name: string): ContractFile {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as ContractFile;
}

const files = { vk: read('./vk-contract.json'), evotor: read('./evotor-contract.json') };
// Formats such as `uri` are notes for people here; the contract's own `x-` keywords would trip strict mode.
const ajv = new Ajv2020({ strict: false, validateFormats: false, schemas: [files.vk, files.evotor] });
const compiled = new Map<string, ValidateFunction>();

/** The contract's validator of one definition, such as `market.get.reply` or `productList`. */
export function contractValidator(contract: 'vk' | 'evotor', definition: string): ValidateFunction {
  const key = `${contract}#${definition}`;
  let validate = compiled.get(key);
  if (validate === undefined) {
    validate = ajv.compile({ $ref: `${files[contract].$id}#/$defs/${definition}` });
    compiled.set(key, validate);
  }
  return validate;
}

/** Throws with the contract's complaint when `value` breaks the definition: a fault of the sandbox itself. */
export function assertContract(contract: 'vk' | 'evotor', definition: string, value: unknown): void {
  const validate = contractValidator(contract, definition);
  if (!validate(value)) {
    throw new Error(`sandbox answer breaks ${definition}: ${ajv.errorsText(validate.errors)}`);
  }
}

/** What the contract finds wrong with an app's answer to a webhook; undefined: nothing. */
export function webhookAnswerFault(path: string, status: number, body: string): string | undefined {
  const operations = files.evotor['x-operations']?.webhooks?.operations ?? [];
  const answers = operations.find(one => pathPattern(one.path).test(path))?.responses;
  const schema = answers?.[String(status)];
  if (answers === undefined || schema === true) return undefined;
  if (schema === undefined) return `the contract knows no answer ${status} to ${path}`;
  const definition = schema.$ref.replace('#/$defs/', '');
  const validate = contractValidator('evotor', definition);
  return validate(jsonOrUndefined(body)) ? undefined : `answer breaks ${definition}: ${ajv.errorsText(validate.errors)}`;
}

const pathPattern = (path: string): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);

function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** VK's error policy, all codes. */
export const VK_ERRORS: readonly VkErrorRow[] = files.vk['x-errors'] ?? [];
const ERROR_TEXTS = new Map(VK_ERRORS.map(row => [row.code, row.description]));

/** VK's own words for an error code. */
export function vkErrorText(code: number): string | undefined {
  return ERROR_TEXTS.get(code);
}

/** Parameter list of a VK method, or undefined when the contract does not know the method. */
export function vkParams(method: string): ParamsSchema | undefined {
  const definition = files.vk.$defs[`${method}.params`];
  if (definition === undefined) return undefined;
  return {
    properties: definition.properties ?? {},
    required: definition.required ?? [],
    open: definition.additionalProperties === true,
  };
}
