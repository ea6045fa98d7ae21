import { vkParams, type ParamSchema } from '../contracts/contract-schemas.js';
import { badParam, VkFailure } from './vk-failure.js';
import { cp1251Length } from './text-rules.js';

type Scalar = string | number | boolean;
export type WireValue = Scalar | null | WireValue[] | { [key: string]: WireValue };
type ParamValue = string | number | boolean | (string | number)[];

/** Parameters of one call after the contract's check; a getter of the wrong kind is a fault of the sandbox. */
export class Params {
  readonly #values: Map<string, ParamValue>;

  constructor(values: Map<string, ParamValue>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  int(name: string): number | undefined {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : undefined;
  }

  needInt(name: string): number {
    const value = this.int(name);
    if (value === undefined) throw badParam(`${name} is undefined`);
    return value;
  }

  text(name: string): string | undefined {
    const value = this.#values.get(name);
    return value === undefined ? undefined : String(value);
  }

  flag(name: string): boolean | undefined {
    const value = this.#values.get(name);
    return typeof value === 'boolean' ? value : undefined;
  }

  list(name: string): (string | number)[] | undefined {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value : undefined;
  }

  ints(name: string): number[] | undefined {
    return this.list(name)?.map(Number);
  }
}

/** Checks raw values against the contract's parameter list; anything off is error 100, an unknown method error 3. */
export function parseParams(method: string, raw: ReadonlyMap<string, WireValue>): Params {
  const schema = vkParams(method);
  if (schema === undefined) throw new VkFailure(3);
  const values = new Map<string, ParamValue>();
  for (const [name, value] of raw) {
    const property = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined;
    if (property !== undefined) values.set(name, parseValue(name, property, value));
    else if (!schema.open) throw badParam(`${name} is unknown`);
  }
  for (const name of schema.required) if (!values.has(name)) throw badParam(`${name} is undefined`);
  return new Params(values);
}

function parseValue(name: string, schema: ParamSchema, raw: WireValue): ParamValue {
  if (raw === null || typeof raw === 'object') throw badParam(`${name} must be a number, text or flag`);
  const types = [schema.type ?? 'string'].flat();
  if (types.includes('array')) {
    const text = String(raw);
    const parts = text === '' ? [] : text.split(',');
    if (schema.maxItems !== undefined && parts.length > schema.maxItems)
      throw badParam(`${name} has more than ${schema.maxItems} values`);
    const item = schema.items ?? {};
    return parts.map(part => parseScalar(name, item, part.trim()) as string | number);
  }
  return parseScalar(name, schema, raw);
}

function parseScalar(name: string, schema: ParamSchema, raw: Scalar): Scalar {
  const types = [schema.type ?? 'string'].flat();
  const text = String(raw);
  if (types.includes('boolean')) {
    if (raw === true || text === '1') return true;
    if (raw === false || text === '0') return false;
    throw badParam(`${name} must be 0 or 1`);
  }
  if (types.includes('integer') && /^-?\d{1,15}$/.test(text)) return inRange(name, schema, Number(text));
  if (types.includes('number') && /^-?\d+(\.\d+)?$/.test(text)) return inRange(name, schema, Number(text));
  if (!types.includes('string')) throw badParam(`${name} is not ${types.includes('integer') ? 'integer' : 'a number'}`);
  checkLength(name, schema, text);
  if (schema.enum !== undefined && !schema.enum.includes(text)) throw badParam(`${name} has a wrong value`);
  return text;
}

function inRange(name: string, schema: ParamSchema, value: number): number {
  if (schema.minimum !== undefined && value < schema.minimum)
    throw badParam(`${name} should be greater or equal to ${schema.minimum}`);
  if (schema.maximum !== undefined && value > schema.maximum)
    throw badParam(`${name} should be less or equal to ${schema.maximum}`);
  if (schema.enum !== undefined && !schema.enum.includes(value)) throw badParam(`${name} has a wrong value`);
  return value;
}

function checkLength(name: string, schema: ParamSchema, text: string): void {
  // VK's page for market.add counts the name in cp1251; other texts are counted in characters.
  const length = name === 'name' ? cp1251Length(text.trim()) : [...text.trim()].length;
  const word = name === 'name' ? 'letters' : 'characters';
  if (schema.minLength !== undefined && length < schema.minLength)
    throw badParam(`${name} should be at least ${schema.minLength} ${word} length`);
  if (schema.maxLength !== undefined && length > schema.maxLength)
    throw badParam(`${name} should be not more than ${schema.maxLength} ${word} length`);
}
